#!/usr/bin/env bash
# Makes build/bench-python and build/bench-node: what `./dev bench opensearch` compares exportd with. Done again when
# the versions change. pandas is Debian's.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
elasticdump=elasticdump@6.125.1
mkdir -p build
if ! cmp -s bench/requirements.txt build/bench-python/installed.txt; then
  rm -rf build/bench-python
  /usr/bin/python3 -m venv --system-site-packages build/bench-python
  build/bench-python/bin/pip install --quiet --disable-pip-version-check -r bench/requirements.txt
  cp bench/requirements.txt build/bench-python/installed.txt
fi
if [ "$(cat build/bench-node/installed.txt 2>/dev/null)" != "$elasticdump" ]; then
  rm -rf build/bench-node
  mkdir build/bench-node
  npm install --silent --no-audit --no-fund --prefix build/bench-node "$elasticdump"
  echo "$elasticdump" >build/bench-node/installed.txt
fi
