#include "query/pairs.hpp"

#include <algorithm>
#include <cstddef>

#include "core/utf8.hpp"

namespace exportd::query {

namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

QueryError encoding_error(std::string_view parameter, std::string_view value, std::string problem,
                          std::string expected) {
  return {.code = "bad_encoding",
          .parameter = std::string(parameter),
          .value = std::string(value),
          .problem = std::move(problem),
          .expected = std::move(expected),
          .nearest = {}};
}

// `parameter` is only for the error: the name as far as it is known.
Result<std::string, QueryError> decode(std::string_view encoded, std::string_view parameter) {
  std::string text;
  text.reserve(encoded.size());
  for (std::size_t at = 0; at < encoded.size(); ++at) {
    if (encoded[at] == '+') {
      text += ' ';
    } else if (encoded[at] != '%') {
      text += encoded[at];
    } else {
      const int high = at + 2 < encoded.size() ? hex_value(encoded[at + 1]) : -1;
      const int low = at + 2 < encoded.size() ? hex_value(encoded[at + 2]) : -1;
      if (high < 0 || low < 0) {
        return Err{encoding_error(parameter, encoded.substr(at, 3), "is not a percent-encoded byte",
                                  "% and two hexadecimal digits (%25 for the character % itself)")};
      }
      text += static_cast<char>(high * 16 + low);
      at += 2;
    }
  }
  if (find_broken_utf8(text) != std::string_view::npos) {
    return Err{encoding_error(parameter, text, "is not UTF-8", "UTF-8, percent-encoded")};
  }
  return text;
}

void append_encoded(std::string& to, std::string_view text) {
  constexpr char hex_digits[] = "0123456789ABCDEF";
  for (const char c : text) {
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '.' || c == '_' || c == '~';
    if (plain) {
      to += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      to += '%';
      to += hex_digits[byte >> 4];
      to += hex_digits[byte & 0xF];
    }
  }
}

}  // namespace

Result<std::vector<NameValue>, QueryError> decode_pairs(std::string_view query_string) {
  if (query_string.starts_with('?')) query_string.remove_prefix(1);
  std::vector<NameValue> pairs;
  while (!query_string.empty()) {
    const std::string_view piece = query_string.substr(0, query_string.find('&'));
    query_string.remove_prefix(std::min(piece.size() + 1, query_string.size()));
    if (piece.empty()) continue;
    const std::size_t equals = piece.find('=');
    const std::string_view encoded_value = equals == std::string_view::npos ? "" : piece.substr(equals + 1);
    auto name = decode(piece.substr(0, equals), piece.substr(0, equals));
    if (!name) return Err{name.error()};
    auto value = decode(encoded_value, *name);
    if (!value) return Err{value.error()};
    pairs.emplace_back(std::move(name).value(), std::move(value).value());
  }
  return pairs;
}

std::string encode_sorted(std::vector<NameValue> pairs) {
  std::sort(pairs.begin(), pairs.end());
  std::string text;
  for (const auto& [name, value] : pairs) {
    if (!text.empty()) text += '&';
    append_encoded(text, name);
    text += '=';
    append_encoded(text, value);
  }
  return text;
}

}  // namespace exportd::query
