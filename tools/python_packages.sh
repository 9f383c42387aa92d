#!/usr/bin/env bash
# Makes build/python: a virtual environment with what tests/requirements.txt names. Done again when that changes.
# Runs that come at the same time wait for the first.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
installed() { cmp -s tests/requirements.txt build/python/installed.txt; }
installed && exit
mkdir -p build
exec 9>build/python.lock
flock 9
installed && exit
rm -rf build/python
/usr/bin/python3 -m venv build/python
build/python/bin/pip install --quiet --disable-pip-version-check -r tests/requirements.txt
cp tests/requirements.txt build/python/installed.txt
