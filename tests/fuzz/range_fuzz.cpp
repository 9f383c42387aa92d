// Any bytes as a Range header: the whole file, a part that lies in it, or none.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "api/byte_range.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using exportd::api::RangeWanted;
  if (size < 8) return 0;
  std::uint64_t file_bytes = 0;
  for (std::size_t i = 0; i < 8; ++i) file_bytes = file_bytes << 8U | data[i];
  file_bytes >>= data[0] % 64;  // files of every magnitude
  const std::string_view value(reinterpret_cast<const char*>(data) + 8, size - 8);
  const RangeWanted wanted = exportd::api::parse_range(value, file_bytes);
  require(wanted == exportd::api::parse_range(value, file_bytes));
  if (wanted.kind != RangeWanted::Kind::part) return 0;
  require(wanted.part.first <= wanted.part.last);
  require(wanted.part.last < file_bytes);
  require(std::ranges::count(value, '-') == 1 && std::ranges::count(value, ',') == 0);
  return 0;
}
