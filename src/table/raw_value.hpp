// RawValue: one JSON value as it stands in the document. Nothing is decoded; the bytes belong to the page.
#pragma once

#include <cstdint>
#include <string_view>

namespace exportd::table {

// As wide as a length, for the reason that CellKind is (cell.hpp).
enum class Token : std::uint32_t {
  absent,  // there is no such field
  null,
  number,
  text,     // a string without a backslash: its bytes are its characters
  escaped,  // a string with at least one backslash
  yes,
  no,
  object,
  list,
};

struct RawValue {
  const char* at = nullptr;
  std::uint32_t bytes = 0;
  Token token = Token::absent;

  // A string's bytes are those between its quotes; an object's and a list's begin and end with their brackets.
  [[nodiscard]] std::string_view raw() const { return {at, bytes}; }
  [[nodiscard]] bool missing() const { return token == Token::absent || token == Token::null; }
};

}  // namespace exportd::table
