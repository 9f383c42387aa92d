#include "mail/amounts.hpp"

#include <array>
#include <cstdio>

#include "core/rfc3339.hpp"

namespace exportd::mail {

std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t left = text.size(); left > 3;) text.insert(left -= 3, ",");
  return text;
}

std::string counted(std::uint64_t number, std::string_view singular) {
  return grouped(number) + " " + std::string(singular) + (number == 1 ? "" : "s");
}

std::string size_text(std::uint64_t bytes) {
  if (bytes < 1'000) return counted(bytes, "byte");
  constexpr std::array<const char*, 5> units{"kB", "MB", "GB", "TB", "PB"};
  double amount = static_cast<double>(bytes) / 1'000;
  std::size_t unit = 0;
  for (; amount >= 999.5 && unit + 1 < units.size(); ++unit) amount /= 1'000;
  std::array<char, 40> text{};
  const int decimals = amount < 9.995 ? 2 : amount < 99.95 ? 1 : 0;
  std::snprintf(text.data(), text.size(), "%.*f %s", decimals, amount, units.at(unit));
  return text.data();
}

std::string minute_text(WallTime time) {
  std::string text = rfc3339(time).substr(0, 16);
  text[10] = ' ';
  return text + " UTC";
}

}  // namespace exportd::mail
