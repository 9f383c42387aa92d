// Reading back and copying out: what is done with a whole sealed object, stopping when asked to.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/ports.hpp"
#include "seal/file_key.hpp"
#include "seal/opening_reader.hpp"

namespace exportd::seal {

struct Verified {
  std::uint64_t plain_bytes = 0;
  std::string sha256;  // of the plain bytes, 64 lower-case hex digits
};

// Opens every chunk of `object`. The header must be `expected_header`, byte by byte. Failure as OpeningReader, or
// cancel "cancelled".
[[nodiscard]] Verified verify_object(ObjectReader& object, const FileKey& file_key, std::string_view expected_header,
                                     const std::stop_token& stop);

// Writes all plain bytes to `out`; does not finish it. Returns how many. Failure as above.
std::uint64_t copy_plain(OpeningReader& reader, ByteSink& out, const std::stop_token& stop);

}  // namespace exportd::seal
