// Lower case of A–Z only: words of the program, not texts of the data.
#pragma once

#include <string>
#include <string_view>

namespace exportd::query {

[[nodiscard]] inline std::string ascii_lower_case(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lowered;
}

}  // namespace exportd::query
