#include "api/http_message.hpp"

#include <algorithm>

namespace exportd::api {

namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace

std::string_view Headers::first(std::string_view name) const {
  const auto found = std::ranges::find_if(all_, [name](const Header& header) { return same_name(header.first, name); });
  return found == all_.end() ? std::string_view() : std::string_view(found->second);
}

std::size_t Headers::count(std::string_view name) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(all_, [name](const Header& header) { return same_name(header.first, name); }));
}

std::string Headers::joined(std::string_view name) const {
  std::string list;
  for (const auto& [header, value] : all_) {
    if (same_name(header, name)) list += (list.empty() ? "" : ", ") + value;
  }
  return list;
}

}  // namespace exportd::api
