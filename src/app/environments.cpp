#include "app/environments.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "app/embedded_files.hpp"
#include "app/environment_file.hpp"
#include "core/failure.hpp"

namespace exportd::app {

namespace {

Environment* find(std::vector<Environment>& environments, std::string_view name) {
  const auto found = std::find_if(environments.begin(), environments.end(),
                                  [&](const Environment& environment) { return environment.name == name; });
  return found == environments.end() ? nullptr : &*found;
}

[[noreturn]] void bad_config(const std::string& where, const std::string& why) {
  throw Failure(FailureKind::reject, "bad_config", "configuration: " + where + ": " + why);
}

void configure(std::vector<Environment>& environments, const std::string& name, const toml::table& table,
               const std::string& source) {
  if (!valid_environment_name(name)) {
    bad_config(source, "environment name \"" + name + "\" must be a-z, then at most 31 of a-z, 0-9 and -");
  }
  const std::vector<Environment> shipped = shipped_environments();
  if (find(environments, name) == nullptr) {
    const auto petdb =
        std::find_if(shipped.begin(), shipped.end(), [](const auto& one) { return one.name == "petdb"; });
    environments.push_back(new_environment(name, *petdb));
  }
  apply_environment_table(*find(environments, name), table, shipped, source);
}

// "true" and "false" are switches, all else is text.
toml::table one_key(const std::string& key, const std::string& value) {
  if (value == "true" || value == "false") return toml::table{{key, value == "true"}};
  return toml::table{{key, value}};
}

}  // namespace

std::vector<Environment> shipped_environments() {
  std::vector<Environment> environments;
  for (const EmbeddedFile& file : embedded_files()) {
    constexpr std::string_view ending = ".toml";
    if (!file.name.ends_with(ending)) continue;
    const std::string_view name = file.name.substr(0, file.name.size() - ending.size());
    environments.push_back(parse_environment(file.bytes, name, file.name));
  }
  return environments;
}

void configure_environments(std::vector<Environment>& environments, const toml::node& node, const std::string& file) {
  const toml::table* named = node.as_table();
  if (named == nullptr) bad_config(file, "\"environment\" must be sections: write [environment.NAME]");
  for (const auto& [name, value] : *named) {
    const std::string where = file + " line " + std::to_string(value.source().begin.line);
    const toml::table* table = value.as_table();
    if (table == nullptr) bad_config(where, "write [environment." + std::string(name.str()) + "]");
    configure(environments, std::string(name.str()), *table, file);
  }
}

void configure_environment_from_variable(std::vector<Environment>& environments, const std::string& variable,
                                         const std::string& rest, const std::string& value) {
  const std::size_t split = rest.find("__");
  if (split == std::string::npos) bad_config(variable, "write EXPORTD_ENVIRONMENT__NAME__KEY");
  // A shell's variable cannot hold the - of a name, so _ stands for it.
  std::string name = rest.substr(0, split);
  std::replace(name.begin(), name.end(), '_', '-');
  configure(environments, name, one_key(rest.substr(split + 2), value), variable);
}

}  // namespace exportd::app
