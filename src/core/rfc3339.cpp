#include "core/rfc3339.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

namespace exportd {

std::string rfc3339(WallTime time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
  return text.data();
}

namespace {

// Takes exactly `digits` digits and the character behind them (0: the end); false if they are not there.
bool take(std::string_view& text, std::size_t digits, char behind, int& number) {
  if (text.size() < digits) return false;
  const char* end = text.data() + digits;
  if (text.front() < '0' || text.front() > '9') return false;
  if (const auto read = std::from_chars(text.data(), end, number); read.ptr != end) return false;
  text.remove_prefix(digits);
  if (behind == 0) return true;
  if (text.empty() || text.front() != behind) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::optional<WallTime> parse_rfc3339(std::string_view text) {
  int year = 0;
  int month = 0;
  int day = 0;
  if (!take(text, 4, '-', year) || !take(text, 2, '-', month) || !take(text, 2, 0, day)) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day)));
  if (!date.ok()) return std::nullopt;
  const WallTime midnight{std::chrono::sys_days(date)};
  if (text.empty()) return midnight;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int fraction = 0;
  if (text.front() != 'T' && text.front() != 't' && text.front() != ' ') return std::nullopt;
  text.remove_prefix(1);
  if (!take(text, 2, ':', hour) || !take(text, 2, ':', minute) || !take(text, 2, 0, second)) return std::nullopt;
  if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    std::size_t digits = 0;
    for (; digits < text.size() && text[digits] >= '0' && text[digits] <= '9'; ++digits) {
      if (digits < 3) fraction = fraction * 10 + (text[digits] - '0');
    }
    if (digits == 0) return std::nullopt;
    for (std::size_t missing = digits; missing < 3; ++missing) fraction *= 10;
    text.remove_prefix(digits);
  }
  if (text != "Z" && text != "z" && text != "+00:00") return std::nullopt;
  return midnight + std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second) +
         std::chrono::milliseconds(fraction);
}

}  // namespace exportd
