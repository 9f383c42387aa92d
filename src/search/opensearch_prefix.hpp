// Lucene's regular expressions for values that begin so, and for many values at once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace exportd::search {

// Matches texts that begin with `prefix` and hold at least one character. A long prefix is cut: an index takes only
// expressions of 1,000 characters, so that what matches has to be looked at again.
[[nodiscard]] std::string begins_with(std::string_view prefix);
// The same ignoring case; `lowered` is in lower case. It may match too much: characters beyond ASCII match any.
[[nodiscard]] std::string begins_with_ignoring_case(std::string_view lowered);

// "a|b|c" of literal values, in as few expressions as their length allows; and the values that are too long for one.
struct Alternatives {
  std::vector<std::string> expressions;
  std::vector<std::string> too_long;
};
[[nodiscard]] Alternatives alternatives(const std::vector<std::string>& values);

}  // namespace exportd::search
