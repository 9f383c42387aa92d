// Opening the header of a sealed object: reads it under its limits, checks it, and finds the file key.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/ports.hpp"
#include "seal/file_key.hpp"
#include "seal/identity.hpp"

namespace exportd::seal {

struct OpenedHeader {
  FileKey file_key;
  std::uint64_t bytes = 0;  // the header's length; the payload begins behind it
};

// Failures as listed in opening_reader.hpp. At most 64 KiB are read before the header is known to be a good one.
[[nodiscard]] OpenedHeader open_header(ObjectReader& sealed, std::span<const Identity> identities);

// The object must begin with exactly `expected`, and `expected` must be authentic under `file_key`.
[[nodiscard]] OpenedHeader compare_header(ObjectReader& sealed, const FileKey& file_key, std::string_view expected);

}  // namespace exportd::seal
