# The Debian 12 packages exportd needs, in three tiers. docs/dependencies.md says why each library is there.

build_packages=(
  build-essential cmake ninja-build ccache mold pkg-config git ca-certificates python3
  libboost1.81-dev libboost-json1.81-dev libssl-dev libsqlite3-dev libsimdjson-dev libcli11-dev
  libtomlplusplus-dev libutf8proc-dev prometheus-cpp-dev zlib1g-dev libzstd-dev
  libcurl4-openssl-dev libkainjow-mustache-dev libpugixml-dev
)

test_packages=(
  libgtest-dev librapidcheck-dev libbenchmark-dev
  clang-19 clang-tidy-19 clang-format-19 libclang-rt-19-dev llvm-19
  age zstd xxd sqlite3 gcovr python3-pandas python3-requests python3-aiosmtpd python3-venv curl r-base-core
  default-jdk-headless maven systemd python3-yaml chromium fonts-dejavu-core
)

# Node.js of another source stays: Debian's npm would replace it.
command -v npm >/dev/null || test_packages+=(nodejs npm)

bench_packages=(nginx-light wrk python3-matplotlib)
