// Which keys the configuration has, each bound to its field: one table for the TOML file and the process environment.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/config.hpp"

namespace exportd::app {

enum class KeyKind { text, number, list, choice };

struct ConfigKey {
  std::string section;
  std::string name;
  KeyKind kind{};
  std::function<void(const std::string&)> set_text;  // text and choice; throws std::invalid_argument
  std::function<void(std::int64_t)> set_number;      // throws std::invalid_argument
  std::function<void(const std::vector<std::string>&)> set_list;
};

// The keys of `config`, bound to it: it must outlive them. [environment.NAME] is not among them.
[[nodiscard]] std::vector<ConfigKey> config_keys(Config& config);

// Sets a key from the text of an environment variable: a list is separated by commas.
void set_from_text(const ConfigKey& key, const std::string& text);

}  // namespace exportd::app
