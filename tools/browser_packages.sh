#!/usr/bin/env bash
# Makes build/browser/node_modules with what tests/browser/package.json names. Done again when that changes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mkdir -p build/browser
cmp -s tests/browser/package.json build/browser/installed.json && exit
rm -rf build/browser/node_modules
cp tests/browser/package.json build/browser/package.json
npm install --prefix build/browser --ignore-scripts --no-audit --no-fund --loglevel=error
cp tests/browser/package.json build/browser/installed.json
