#!/usr/bin/env bash
# The benchmarks, beside what a user would pick instead, in one run. Needs `./dev build bench`; `downloads` and `load` need the release alone.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [ "${1:-}" = downloads ]; then
  exec /usr/bin/python3 bench/run_downloads.py build/release/exportd "${@:2}"
fi
if [ "${1:-}" = load ]; then
  command -v vegeta >/dev/null || { echo "dev: bench load: needs vegeta 12 (go install github.com/tsenart/vegeta/v12@v12.12.0)" >&2; exit 1; }
  exec /usr/bin/python3 bench/run_load.py build/release/exportd vegeta "${@:2}"
fi
if [ "${1:-}" = opensearch ]; then
  tools/bench_packages.sh || echo "the peers could not be installed: they are left out" >&2
  exec /usr/bin/python3 bench/run_opensearch.py build/bench/exportd --data build/bench-opensearch "${@:2}"
fi
if [ "${1:-}" = scaling ]; then
  exec /usr/bin/python3 bench/run_scaling.py build/bench/bench/scaling_cluster "${@:2}"
fi
build/bench/bench/row_path_bench --benchmark_counters_tabular=true
echo
/usr/bin/python3 bench/run_row_path.py build/bench "$@"
