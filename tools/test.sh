#!/usr/bin/env bash
# The test run. usage: test.sh quick|all|threads
# quick: unit and contract tests under ASan and UBSan, and the embedded product end to end.
# all:   that, every query against the reference exporter, the files read back by pandas and R, workers that are killed,
#        the simulation, and threads.
# threads: what has threads of its own, under ThreadSanitizer.
# Two steps run at a time. Each is named with its time; the last line counts them.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mode=${1:-all}
python=/usr/bin/python3 # Debian's own, the one that has Debian's pandas
logs=build/test-logs
mkdir -p "$logs"
passed=0
failed=0

# Beside this script, in a process group of its own, which ends with it: Ctrl-C does not reach what runs beside a script.
in_a_group() {
  set -m
  "$@" </dev/null &
  set +m
}
making= # what ahead() runs as
declare -A names=() starts=() # of the steps that run
end_all() {
  local process
  for process in $making "${!names[@]}"; do kill -- "-$process" 2>/dev/null; done
}
trap end_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# start NAME COMMAND…: one of two that run at a time; shows its closing lines when it has ended, all of it when it failed.
start() {
  local name=$1
  shift
  while [ ${#names[@]} -ge 2 ]; do next_ended; done
  in_a_group "$@" >"$(log_of "$name")" 2>&1
  names[$!]=$name starts[$!]=$SECONDS
}
next_ended() {
  local process code=0
  wait -n -p process "${!names[@]}" || code=$?
  # Of one that a signal has ended already, bash says that, and not which it was.
  if [ -z "${process:-}" ]; then
    for process in "${!names[@]}"; do kill -0 "$process" 2>/dev/null || break; done
  fi
  tell "${names[$process]}" "$code" "${starts[$process]}"
  unset "names[$process]" "starts[$process]"
}
all_ended() {
  while [ ${#names[@]} -gt 0 ]; do next_ended; done
}

# step NAME COMMAND…: alone: what was started before has ended.
step() {
  all_ended
  start "$@"
  all_ended
}

log_of() { echo "$logs/${1// /-}.log"; }

# tell NAME EXIT-CODE STARTED
tell() {
  local log
  log=$(log_of "$1")
  printf '=== %s\n' "$1"
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

# What comes over the network may fail once.
fetched() { "$@" || { sleep 10 && "$@"; } || { sleep 60 && "$@"; }; }

# What takes long and is needed late is made meanwhile, by what the tests leave of the two cores.
ahead() {
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
java_servers() {
  env -C tests "$python" -c 'from e2e import dynamodb_server, opensearch_server
opensearch_server.class_path()
dynamodb_server.built()'
}
reference_itself() { env -C tests "$python" -m unittest reference.test_self; }

if [ "$mode" = threads ]; then
  export EXPORTD_CONTRACT=$PWD/build/tsan/tests/opensearch/opensearch_contract
  export EXPORTD_S3_CONTRACT=$PWD/build/tsan/tests/s3/s3_contract
  ./dev build tsan --target "${tsan_targets[@]}" &&
    ctest_in tsan -R '^unit_(net|work|files|search|tasks|api)$' &&
    end_to_end build/release/exportd e2e.test_opensearch_contract e2e.test_s3_contract
  exit
fi

start 'build dev' ./dev build dev
if [ "$mode" = all ]; then
  start 'Python packages' fetched tools/python_packages.sh
  start 'browser packages' fetched tools/browser_packages.sh
  start 'S3 servers' fetched tools/s3_peers.sh versitygw
  start 'Java servers' fetched java_servers
fi
step 'unit and contract' ctest_in dev
step 'build release' ./dev build release
if [ "$mode" = quick ]; then
  start 'reference itself' reference_itself
  start 'tree, headers, format' tools/lint.sh quick
  start 'end to end' end_to_end build/release/exportd e2e.test_ids e2e.test_counts e2e.test_command_line \
    e2e.test_places e2e.test_stops e2e.test_tasks e2e.test_downloads e2e.test_mail e2e.test_search_api e2e.test_api
  all_ended
else
  in_a_group ahead >"$logs/ahead.log" 2>&1
  making=$!
  start 'OpenAPI document' end_to_end build/release/exportd e2e.test_openapi
  start 'reference itself' reference_itself
  start 'tree, headers, format' tools/lint.sh quick
  start 'ids' end_to_end build/release/exportd e2e.test_ids
  start 'counts and import' end_to_end build/release/exportd e2e.test_counts e2e.test_import
  start 'command line' end_to_end build/release/exportd e2e.test_command_line e2e.test_places e2e.test_stops
  start 'command line under sanitizers' end_to_end build/dev/exportd e2e.test_command_line e2e.test_places e2e.test_stops
  start 'same bytes as the reference' end_to_end build/release/exportd e2e.test_reference
  start 'read back by pandas and R' end_to_end build/release/exportd e2e.test_readback
  start 'task service' end_to_end build/release/exportd e2e.test_tasks
  start 'HTTP API' end_to_end build/release/exportd e2e.test_api e2e.test_search_api e2e.test_downloads
  start 'points on both search stores' end_to_end build/release/exportd e2e.test_points
  start 'HTTP API under sanitizers' end_to_end build/dev/exportd e2e.test_api e2e.test_hostile_clients
  start 'hostile clients' end_to_end build/release/exportd e2e.test_hostile_clients
  start 'AWS access' end_to_end build/dev/exportd e2e.test_aws_access
  start 'S3 contract' end_to_end build/dev/exportd e2e.test_s3_contract e2e.test_s3_faults
  start 'S3' end_to_end build/release/exportd e2e.test_s3 e2e.test_s3_leftovers
  start 'mail' end_to_end build/release/exportd e2e.test_mail
  start 'page' page
  start 'servers of the tests' end_to_end build/release/exportd e2e.test_fault_proxy e2e.test_opensearch_server
  start 'contract of Search on OpenSearch' end_to_end build/dev/exportd e2e.test_opensearch_contract
  start 'DynamoDB contract' end_to_end build/dev/exportd e2e.test_dynamodb_contract
  start 'DynamoDB' end_to_end build/release/exportd e2e.test_dynamodb
  start 'page on a cluster' page_on_a_cluster
  start 'OpenSearch, same bytes' end_to_end build/release/exportd e2e.test_opensearch
  start 'OpenSearch, access and split' end_to_end build/release/exportd e2e.test_opensearch_access e2e.test_opensearch_split
  start 'OpenSearch, faults, under sanitizers' end_to_end build/dev/exportd e2e.test_opensearch_faults
  start 'a cluster in a storm' end_to_end build/release/exportd e2e.test_chaos
  start 'killed workers' end_to_end build/release/exportd e2e.test_crashes
  start 'deploy' end_to_end build/release/exportd e2e.test_deploy
  all_ended
  wait "$making" # whether it was good, the steps say that need it
  making=
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
