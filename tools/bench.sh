#!/usr/bin/env bash
# The benchmarks, beside what a user would pick instead, in one run. Needs `./dev build bench`; `downloads` alone needs the
# release.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [ "${1:-}" = downloads ]; then
  exec /usr/bin/python3 bench/run_downloads.py build/release/exportd "${@:2}"
fi
build/bench/bench/row_path_bench --benchmark_counters_tabular=true
echo
/usr/bin/python3 bench/run_row_path.py build/bench "$@"
