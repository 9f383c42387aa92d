#!/usr/bin/env bash
# The test run. usage: test.sh quick|all|threads
# quick: unit and contract tests under ASan and UBSan, and the embedded product end to end.
# all:   that, every query against the reference exporter, the files read back by pandas and R, workers that are killed,
#        the simulation, and threads.
# threads: what has threads of its own, under ThreadSanitizer.
# Every step is named with its time; the last line counts them.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mode=${1:-all}
python=/usr/bin/python3 # Debian's own, the one that has Debian's pandas
logs=build/test-logs
mkdir -p "$logs"
passed=0
failed=0

# step NAME COMMAND…: runs it, shows its closing lines, all of it when it fails.
step() {
  local name=$1 started=$SECONDS
  shift
  printf '=== %s\n' "$name"
  "$@" >"$(log_of "$name")" 2>&1
  tell "$name" $? "$started"
}

# beside NAME COMMAND…: the same while the next steps run, on the core that they leave. `joined` waits for it and shows it.
beside() {
  beside_name=$1 beside_started=$SECONDS
  shift
  "$@" >"$(log_of "$beside_name")" 2>&1 &
  beside_process=$!
}
joined() {
  printf '=== %s\n' "$beside_name"
  wait "$beside_process"
  tell "$beside_name" $? "$beside_started"
}

log_of() { echo "$logs/${1// /-}.log"; }

# tell NAME EXIT-CODE STARTED
tell() {
  local log
  log=$(log_of "$1")
  if [ "$2" -eq 0 ]; then
    tail -n 4 "$log" | cut -c 1-200
    printf '=== %s: ok, %d s\n' "$1" $((SECONDS - $3))
    passed=$((passed + 1))
  else
    tail -n 150 "$log"
    printf '=== %s: FAILED, %d s (whole log: %s)\n' "$1" $((SECONDS - $3)) "$log"
    failed=$((failed + 1))
  fi
}

# What takes long and is needed late is made meanwhile, by what the tests leave of the two cores.
ahead() {
  nice -n 19 tools/s3_peers.sh versitygw
  nice -n 19 ./dev build tsan --target "${tsan_targets[@]}"
  nice -n 19 ./dev build bench
  nice -n 19 ./dev build sim --target sim
}
tsan_targets=(unit_net unit_work unit_files unit_search unit_tasks unit_api opensearch_contract s3_contract)

ctest_in() { ctest --test-dir "build/$1" --output-on-failure -j "$(nproc)" "${@:2}"; }
# end_to_end BINARY MODULE…
end_to_end() { env -C tests EXPORTD_BIN="$PWD/$1" "$python" -m unittest -v "${@:2}"; }
page() { EXPORTD_BIN=$PWD/build/release/exportd node --test --test-concurrency=2 --test-reporter=spec tests/browser/*.test.mjs; }
page_on_a_cluster() { EXPORTD_BIN=$PWD/build/release/exportd node --test --test-reporter=spec tests/browser/cluster/*.test.mjs; }
reference_itself() { env -C tests "$python" -m unittest reference.test_self; }

if [ "$mode" = threads ]; then
  export EXPORTD_CONTRACT=$PWD/build/tsan/tests/opensearch/opensearch_contract
  export EXPORTD_S3_CONTRACT=$PWD/build/tsan/tests/s3/s3_contract
  ./dev build tsan --target "${tsan_targets[@]}" &&
    ctest_in tsan -R '^unit_(net|work|files|search|tasks|api)$' &&
    end_to_end build/release/exportd e2e.test_opensearch_contract e2e.test_s3_contract
  exit
fi

step 'build dev' ./dev build dev
step 'unit and contract' ctest_in dev
step 'build release' ./dev build release
step 'reference itself' reference_itself
step 'tree, headers, format' tools/lint.sh quick
if [ "$mode" = quick ]; then
  step 'end to end' end_to_end build/release/exportd e2e.test_ids e2e.test_counts e2e.test_command_line \
    e2e.test_places e2e.test_stops e2e.test_tasks e2e.test_downloads e2e.test_mail e2e.test_search_api e2e.test_api
else
  ahead >"$logs/ahead.log" 2>&1 &
  making=$!
  trap 'kill "$making" "${beside_process:-}" 2>/dev/null' EXIT
  step 'ids' end_to_end build/release/exportd e2e.test_ids
  step 'counts and import' end_to_end build/release/exportd e2e.test_counts e2e.test_import
  step 'command line' end_to_end build/release/exportd e2e.test_command_line e2e.test_places e2e.test_stops
  step 'command line under sanitizers' end_to_end build/dev/exportd e2e.test_command_line e2e.test_places e2e.test_stops
  step 'same bytes as the reference' end_to_end build/release/exportd e2e.test_reference
  step 'read back by pandas and R' end_to_end build/release/exportd e2e.test_readback
  step 'task service' end_to_end build/release/exportd e2e.test_tasks
  step 'HTTP API' end_to_end build/release/exportd e2e.test_api e2e.test_search_api e2e.test_downloads
  step 'points on both search stores' end_to_end build/release/exportd e2e.test_points
  step 'HTTP API under sanitizers' end_to_end build/dev/exportd e2e.test_api e2e.test_hostile_clients
  step 'hostile clients' end_to_end build/release/exportd e2e.test_hostile_clients
  step 'Python packages' tools/python_packages.sh
  beside 'OpenAPI document' end_to_end build/release/exportd e2e.test_openapi
  step 'AWS access' end_to_end build/dev/exportd e2e.test_aws_access
  step 'S3 servers' tools/s3_peers.sh versitygw
  step 'S3 contract' end_to_end build/dev/exportd e2e.test_s3_contract e2e.test_s3_faults
  step 'S3' end_to_end build/release/exportd e2e.test_s3 e2e.test_s3_leftovers
  step 'browser packages' tools/browser_packages.sh
  step 'page' page
  step 'mail' end_to_end build/release/exportd e2e.test_mail
  step 'servers of the tests' end_to_end build/release/exportd e2e.test_fault_proxy e2e.test_opensearch_server
  step 'contract of Search on OpenSearch' end_to_end build/dev/exportd e2e.test_opensearch_contract
  step 'DynamoDB contract' end_to_end build/dev/exportd e2e.test_dynamodb_contract
  step 'DynamoDB' end_to_end build/release/exportd e2e.test_dynamodb
  step 'page on a cluster' page_on_a_cluster
  joined
  step 'OpenSearch, same bytes' end_to_end build/release/exportd e2e.test_opensearch
  step 'OpenSearch, access and split' end_to_end build/release/exportd e2e.test_opensearch_access e2e.test_opensearch_split
  step 'OpenSearch, faults, under sanitizers' end_to_end build/dev/exportd e2e.test_opensearch_faults
  step 'deploy' end_to_end build/release/exportd e2e.test_deploy
  step 'a cluster in a storm' end_to_end build/release/exportd e2e.test_chaos
  step 'killed workers' end_to_end build/release/exportd e2e.test_crashes
  wait "$making"  # whether it was good, the steps say that need it
  step 'build benchmarks' ./dev build bench
  step 'build simulation' ./dev build sim --target sim
  step 'simulation, 2,000 seeds' build/sim/tests/sim/sim --seeds 2000 --jobs "$(nproc)"
  step 'simulation over DynamoDB, 2,000 seeds' build/sim/tests/sim/sim --seeds 2000 --jobs "$(nproc)" --table dynamo
  step 'threads' tools/test.sh threads
fi

[ -n "${EXPORTD_REAL_DATA:-}" ] || echo 'left out: the PetDB 2002 records (EXPORTD_REAL_DATA is not set)'
echo
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
