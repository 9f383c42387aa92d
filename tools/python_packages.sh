#!/usr/bin/env bash
# Makes build/python: a virtual environment with what tests/requirements.txt names. Done again when that changes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
cmp -s tests/requirements.txt build/python/installed.txt && exit
rm -rf build/python
mkdir -p build
/usr/bin/python3 -m venv build/python
build/python/bin/pip install --quiet --disable-pip-version-check -r tests/requirements.txt
cp tests/requirements.txt build/python/installed.txt
