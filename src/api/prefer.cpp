#include "api/prefer.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>

namespace exportd::api {

namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

bool is_wait(std::string_view name) {
  return std::ranges::equal(name, std::string_view("wait"), {}, [](char c) { return static_cast<char>(c | 0x20); });
}

}  // namespace

std::optional<std::chrono::seconds> wait_preferred(const Headers& headers, std::chrono::seconds longest) {
  const std::string list = headers.joined("Prefer");
  std::string_view rest = list;
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    const std::string_view preference = rest.substr(0, comma);
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    const std::string_view item = preference.substr(0, preference.find(';'));
    const std::size_t equals = item.find('=');
    if (equals == std::string_view::npos || !is_wait(trimmed(item.substr(0, equals)))) continue;
    std::string_view value = trimmed(item.substr(equals + 1));
    if (value.size() > 1 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    int seconds = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    if (end != value.data() + value.size()) return std::nullopt;
    if (error == std::errc::result_out_of_range) return longest;
    if (error != std::errc() || seconds < 1) return std::nullopt;
    return std::min(std::chrono::seconds(seconds), longest);
  }
  return std::nullopt;
}

}  // namespace exportd::api
