// The shipped environments, read from environments/*.toml, and short ways to ask them.
#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include "core/environment.hpp"
#include "query/request.hpp"

namespace exportd::query_test {

[[nodiscard]] const Environment& shipped(std::string_view name);
[[nodiscard]] inline const Environment& synthesis() {
  return shipped("synthesis");
}
[[nodiscard]] inline const Environment& petdb() {
  return shipped("petdb");
}

// The text of a file of the source tree.
[[nodiscard]] std::string source_file(const std::string& path);

// Canonical parameters, " # " and canonical options where there are any; of an error "422 parameter: message".
[[nodiscard]] std::string canonical(const Environment& environment, std::string_view query_string);

// The request, which must be one.
[[nodiscard]] query::Request parsed(const Environment& environment, std::string_view query_string);

// The canonical value of the only parameter that the query gives, decoded; of an error "422 value problem".
[[nodiscard]] std::string value_of(const Environment& environment, std::string_view query_string);

}  // namespace exportd::query_test
