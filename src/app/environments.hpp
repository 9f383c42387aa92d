// The environments that are shipped, and what [environment.NAME] of the configuration changes or adds.
#pragma once

#include <toml++/toml.h>
#include <string>
#include <vector>

#include "core/environment.hpp"

namespace exportd::app {

// Read from the files that travel inside the binary.
[[nodiscard]] std::vector<Environment> shipped_environments();

// `node` is the configuration's `environment`: a table of tables. A shipped environment keeps the keys that are not
// given; a new one takes petdb's parameters unless it has its own. Throws Failure(reject, "bad_config").
void configure_environments(std::vector<Environment>& environments, const toml::node& node, const std::string& file);

// EXPORTD_ENVIRONMENT__NAME__KEY=value; `rest` is "name__key" in lower case.
void configure_environment_from_variable(std::vector<Environment>& environments, const std::string& variable,
                                         const std::string& rest, const std::string& value);

}  // namespace exportd::app
