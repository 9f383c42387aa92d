// JSON's strings and objects as text: decoded from a document, escaped for a file. The input is valid JSON.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace exportd::table {

// Decodes the bytes between a string's quotes to `to`, which must have room for raw.size(); returns the length.
std::size_t unescape(std::string_view raw, char* to);
[[nodiscard]] std::string unescaped(std::string_view raw);

// An object or list without white space outside its strings, these escaped as append_escaped() does it, so that the
// text does not depend on how a store spells it; numbers as they stand. `to` as above.
std::size_t compact(std::string_view raw, char* to);

// Appends with `"`, `\` and U+0000–001F escaped, all other bytes as they are.
void append_escaped(std::string& to, std::string_view text);

// How many bytes at the start of `text` need no escape.
[[nodiscard]] std::size_t unescaped_prefix(std::string_view text);
// The escape of one character that needs one.
[[nodiscard]] std::string_view escape_of(unsigned char c);

}  // namespace exportd::table
