// The [parameters.NAME] tables of an environment: which search parameters there are and what each of them searches.
#pragma once

#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "core/environment.hpp"

namespace exportd::app {

// In the order in which they stand in the file. Throws Failure(reject, "bad_config") naming the line.
[[nodiscard]] std::vector<ParameterSpec> read_parameters(const toml::table& table, std::string_view source_name);

// What the parameters must be together: every name once, none of the program's own, a kind of one number at most once,
// edges of a box only beside a box. `place`: where the environment begins, for the message.
void check_parameters(const Environment& environment, std::string_view source_name, const toml::source_region& place);

}  // namespace exportd::app
