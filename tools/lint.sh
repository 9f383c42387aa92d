#!/usr/bin/env bash
# The tree's rules, the format and clang-tidy. usage: lint.sh [quick|all]; quick leaves out clang-tidy.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python3 tools/check_tree.py --self-contained

mapfile -t files < <(find src tests testing bench -name '*.cpp' -o -name '*.hpp')
clang-format-19 --dry-run --Werror "${files[@]}"
echo "format: ${#files[@]} files as .clang-format wants them"

[ "${1:-all}" = quick ] && exit 0
[ -f build/dev/compile_commands.json ] || cmake --preset dev >/dev/null
mapfile -t sources < <(find src -name '*.cpp')
printf '%s\0' "${sources[@]}" |
  xargs -0 -n 4 -P "${EXPORTD_JOBS:-$(nproc)}" clang-tidy-19 -p build/dev --quiet
echo "clang-tidy: ${#sources[@]} files clean"
