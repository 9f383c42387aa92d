// Page: some documents on their way from the search to the table, as the bytes they were stored with.
#pragma once

#include <string_view>
#include <vector>

#include "core/limits.hpp"

namespace exportd {

// Owns one buffer; `documents` are slices of it, each one JSON object. Behind the buffer's last byte
// limits::page_padding_bytes more can be read. Movable: the slices stay valid, as the buffer is on the heap.
struct Page {
  std::vector<char> bytes;  // content, then page_padding_bytes of zeros
  std::vector<std::string_view> documents;
};

}  // namespace exportd
