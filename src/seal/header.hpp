// The header of an age file (C2SP age, "Header"): its grammar, strictly, and its MAC. FORMAT.md has the ABNF.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "seal/file_key.hpp"

namespace exportd::seal {

constexpr std::string_view version_line = "age-encryption.org/v1\n";

// The file key wrapped for one recipient, or something that a newer program put there.
struct Stanza {
  std::string type;
  std::vector<std::string> arguments;
  std::string body;  // decoded
};

using HeaderMac = std::array<std::uint8_t, 32>;

struct Header {
  std::vector<Stanza> stanzas;
  HeaderMac mac{};
};

// HMAC-SHA-256 under a key derived from the file key, of everything up to and including "---".
[[nodiscard]] HeaderMac header_mac(const FileKey& file_key, std::string_view text_up_to_dashes);

// The header's text, sealed with its MAC.
[[nodiscard]] std::string format_header(const std::vector<Stanza>& stanzas, const FileKey& file_key);

// The length of the header that `begin` begins with, its last line feed included; nullopt: its end is not there yet.
[[nodiscard]] std::optional<std::size_t> header_length(std::string_view begin);

// Of exactly one header. Failure ours "seal_header_invalid" names the line.
[[nodiscard]] Header parse_header(std::string_view text);

// Whether `text`, which parse_header took and gave `header` for, was made by somebody who knows the file key.
[[nodiscard]] bool header_authentic(const Header& header, std::string_view text, const FileKey& file_key);

}  // namespace exportd::seal
