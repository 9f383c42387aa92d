// Reads an environment from TOML: environments/*.toml, and [environment.NAME] of the configuration file.
// Every key that is not known is an error naming the line. environments/petdb.toml shows all of them at work.
#pragma once

#include <span>
#include <string_view>

#include <toml++/toml.h>

#include "core/environment.hpp"

namespace exportd::app {

// One whole file. `source_name` is how messages call it ("environments/petdb.toml").
// Throws Failure(reject, "bad_config") naming the file and the line.
[[nodiscard]] Environment parse_environment(std::string_view toml_text, std::string_view name,
                                            std::string_view source_name);

// Sets what `table` gives on top of `base` and checks the result. `parameters` is either a table, which replaces base's
// parameters, or the name of one of `shipped`, whose parameters it takes. `source_name`: as above.
// Throws as parse_environment does; base is then in no particular state.
void apply_environment_table(Environment& base, const toml::table& table, std::span<const Environment> shipped,
                             std::string_view source_name);

// What an environment that is not shipped starts from: petdb's parameters and order of columns, under its own name.
[[nodiscard]] Environment new_environment(std::string_view name, const Environment& petdb);

// Whether `name` is [a-z][a-z0-9-]{0,31}.
[[nodiscard]] bool valid_environment_name(std::string_view name);

}  // namespace exportd::app
