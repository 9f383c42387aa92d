// Receipt: what one successful attempt made, after it was read back and verified.
#pragma once

#include <cstdint>
#include <string>

#include "core/task_id.hpp"

namespace exportd {

struct Receipt {
  ObjectKey object;
  ObjectKey metadata_object;
  std::uint64_t records = 0;  // documents
  std::uint64_t rows = 0;     // lines of the file, the header not counted
  std::uint64_t columns = 0;
  std::uint64_t bytes = 0;         // of the file as delivered
  std::uint64_t sealed_bytes = 0;  // of the stored object
  std::string sha256;              // of the file as delivered, 64 hex digits
  std::string data_version;        // of the search store when the pages were opened
  friend bool operator==(const Receipt&, const Receipt&) = default;
};

// What the file takes in the file store, its description not counted.
[[nodiscard]] inline std::uint64_t stored_bytes(const Receipt& receipt) {
  return receipt.sealed_bytes != 0 ? receipt.sealed_bytes : receipt.bytes;
}

}  // namespace exportd
