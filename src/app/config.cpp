#include "app/config.hpp"

#include <unistd.h>

#include <toml++/toml.h>
#include <algorithm>
#include <cctype>
#include <cerrno>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include "app/config_keys.hpp"
#include "app/environments.hpp"
#include "core/failure.hpp"
#include "core/nearest_name.hpp"

namespace exportd::app {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void bad_config(const std::string& where, const std::string& why) {
  throw Failure(FailureKind::reject, "bad_config", "configuration: " + where + ": " + why);
}

std::string at_line(const std::string& file, const toml::node& node) {
  return file + " line " + std::to_string(node.source().begin.line);
}

// False: nothing is there. What is there but cannot be read is an error, not as good as nothing.
bool is_config_file(const fs::path& path) {
  std::error_code error;
  const fs::file_type type = fs::symlink_status(path, error).type();
  if (type == fs::file_type::not_found) return false;
  if (type == fs::file_type::none) bad_config(path.string(), "cannot be read: " + error.message());
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) bad_config(path.string(), "is a symbolic link that leads to no file: mend or remove it");
  if (fs::is_directory(status)) bad_config(path.string(), "is a directory: a file is expected");
  // A pipe could keep us waiting for ever; /dev/null is a way to say "none".
  if (!fs::is_regular_file(status) && path != "/dev/null") bad_config(path.string(), "is no regular file");
  if (::access(path.c_str(), R_OK) != 0) {
    bad_config(path.string(), "cannot be read: " + std::generic_category().message(errno) + ": check its permissions");
  }
  return true;
}

std::optional<fs::path> config_file(const std::optional<fs::path>& given) {
  if (given) {
    if (!is_config_file(*given)) bad_config(given->string(), "there is no such file: check --config");
    return given;
  }
  for (const char* usual : {"exportd.toml", "/etc/exportd/exportd.toml"}) {
    if (is_config_file(usual)) return fs::path(usual);
  }
  return std::nullopt;
}

const ConfigKey* find_key(const std::vector<ConfigKey>& keys, std::string_view section, std::string_view name) {
  for (const ConfigKey& key : keys) {
    if (key.section == section && key.name == name) return &key;
  }
  return nullptr;
}

std::string nearest_key(const std::vector<ConfigKey>& keys, std::string_view section, std::string_view name) {
  std::vector<std::string> names;
  for (const ConfigKey& key : keys) {
    if (key.section == section) names.push_back(key.name);
  }
  return nearest_name(name, names);
}

// As it is written there: in the file, or as a variable of the process.
std::string suggestion(const std::string& nearest) {
  return nearest.empty() ? "" : ": did you mean \"" + nearest + "\"?";
}

std::string variable_name(std::string_view section, const std::string& key) {
  if (key.empty()) return key;
  std::string name = "EXPORTD_" + std::string(section) + "__" + key;
  for (char& c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

void set_from_node(const ConfigKey& key, const toml::node& node, const std::string& where) {
  try {
    if (key.kind == KeyKind::number) {
      const auto number = node.value_exact<std::int64_t>();
      if (!number) throw std::invalid_argument("a whole number");
      key.set_number(*number);
    } else if (key.kind == KeyKind::list) {
      std::vector<std::string> items;
      const toml::array* array = node.as_array();
      if (array == nullptr) throw std::invalid_argument("a list of texts");
      for (const toml::node& item : *array) {
        if (!item.is_string()) throw std::invalid_argument("a list of texts");
        items.push_back(item.as_string()->get());
      }
      key.set_list(items);
    } else {
      if (!node.is_string()) throw std::invalid_argument("a text in quotes");
      key.set_text(node.as_string()->get());
    }
  } catch (const std::invalid_argument& expected) {
    bad_config(where, "[" + key.section + "] " + key.name + " must be " + expected.what());
  }
}

void read_section(const std::vector<ConfigKey>& keys, const std::string& section, const toml::node& node,
                  const std::string& file) {
  const toml::table* table = node.as_table();
  const bool known =
      std::any_of(keys.begin(), keys.end(), [&](const ConfigKey& key) { return key.section == section; });
  if (!known) {
    bad_config(at_line(file, node), "unknown section [" + section +
                                        "]: known are server, queue, limits, store, search, files, mail, retention "
                                        "and environment.NAME");
  }
  if (table == nullptr)
    bad_config(at_line(file, node), "\"" + section + "\" must be a section: write [" + section + "]");
  for (const auto& [name, value] : *table) {
    const ConfigKey* key = find_key(keys, section, name.str());
    if (key == nullptr) {
      bad_config(at_line(file, value), "unknown key \"" + std::string(name.str()) + "\" in [" + section + "]" +
                                           suggestion(nearest_key(keys, section, name.str())));
    }
    set_from_node(*key, value, at_line(file, value));
  }
}

void read_file(Config& config, const std::vector<ConfigKey>& keys, const fs::path& path) {
  toml::table root;
  try {
    root = toml::parse_file(path.string());
  } catch (const toml::parse_error& error) {
    bad_config(path.string() + " line " + std::to_string(error.source().begin.line), std::string(error.description()));
  }
  for (const auto& [section, node] : root) {
    if (section.str() == "environment") {
      configure_environments(config.environments, node, path.string());
    } else {
      read_section(keys, std::string(section.str()), node, path.string());
    }
  }
}

std::string lower_ascii(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lowered;
}

// EXPORTD_SECTION__KEY; other variables of the process are not ours.
void read_variables(Config& config, const std::vector<ConfigKey>& keys) {
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view variable(*entry);
    const std::size_t equals = variable.find('=');
    const std::string_view name = variable.substr(0, equals);
    const std::size_t split = name.find("__");
    if (!name.starts_with("EXPORTD_") || split == std::string_view::npos || equals == std::string_view::npos) continue;
    const std::string section = lower_ascii(name.substr(8, split - 8));
    const std::string key_name = lower_ascii(name.substr(split + 2));
    const std::string value(variable.substr(equals + 1));
    if (section == "environment") {
      configure_environment_from_variable(config.environments, std::string(name), key_name, value);
      continue;
    }
    const ConfigKey* key = find_key(keys, section, key_name);
    if (key == nullptr) {
      bad_config(std::string(name),
                 "unknown variable" + suggestion(variable_name(section, nearest_key(keys, section, key_name))));
    }
    try {
      set_from_text(*key, value);
    } catch (const std::invalid_argument& expected) {
      bad_config(std::string(name), "must be " + std::string(expected.what()) + ", not \"" + value + "\"");
    }
  }
}

}  // namespace

Config load_config(const std::optional<fs::path>& file, const std::optional<fs::path>& data_dir) {
  Config config;
  config.environments = shipped_environments();
  const std::vector<ConfigKey> keys = config_keys(config);
  if (const auto path = config_file(file)) read_file(config, keys, *path);
  read_variables(config, keys);
  if (data_dir && data_dir->empty()) bad_config("--data", "is empty: give a folder");
  if (data_dir) config.data_dir = *data_dir;
  while (config.server.public_url.ends_with('/')) config.server.public_url.pop_back();
  return config;
}

const Environment& find_environment(const Config& config, const std::string& name) {
  std::string known;
  for (const Environment& environment : config.environments) {
    if (environment.name == name) return environment;
    known += (known.empty() ? "" : ", ") + environment.name;
  }
  throw Failure(FailureKind::reject, "unknown_environment",
                "unknown environment \"" + name + "\": known are " + known + ": give one of these names");
}

}  // namespace exportd::app
