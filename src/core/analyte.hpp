// Analyte: what a column of results is about. Absent, null and empty are the same in every part.
#pragma once

#include <compare>
#include <string>

namespace exportd {

struct Analyte {
  std::string variable;
  std::string unit;
  std::string group;
  std::string method;

  friend auto operator<=>(const Analyte&, const Analyte&) = default;
};

}  // namespace exportd
