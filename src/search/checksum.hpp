// The checksum that a document's text is stored with, so that a damaged one is noticed when it is read.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <string_view>

namespace exportd::search {

[[nodiscard]] inline std::int64_t checksum(std::string_view text) {
  return static_cast<std::int64_t>(crc32_z(0, reinterpret_cast<const Bytef*>(text.data()), text.size()));
}

}  // namespace exportd::search
