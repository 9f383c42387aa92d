#include "search/opensearch_index.hpp"

namespace exportd::search {
namespace {

std::string path_text(std::string_view name) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string text;
  for (const char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '_' || c == '.' || c == ',' || c == '*';
    if (plain) {
      text += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    text += {'%', digits[byte >> 4], digits[byte & 15]};
  }
  return text;
}

}  // namespace

std::string index_path(const Environment& environment) {
  return path_text(environment.index.empty() ? environment.name : environment.index);
}

}  // namespace exportd::search
