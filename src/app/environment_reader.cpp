#include "app/environment_reader.hpp"

#include <algorithm>

#include "core/failure.hpp"
#include "core/nearest_name.hpp"

namespace exportd::app {

void bad_environment(std::string_view source_name, const toml::source_region& place, const std::string& why) {
  std::string where(source_name);
  if (place.begin.line > 0) where += " line " + std::to_string(place.begin.line);
  throw Failure(FailureKind::reject, "bad_config", "configuration: " + where + ": " + why);
}

const toml::node* EnvironmentReader::node(const char* key) {
  known_.emplace_back(key);
  return table_.get(key);
}

void EnvironmentReader::read(const char* key, std::string& into) {
  const toml::node* found = node(key);
  if (found == nullptr) return;
  if (!found->is_string()) fail(*found, std::string(key) + " must be a text in quotes");
  into = found->as_string()->get();
}

void EnvironmentReader::read(const char* key, bool& into) {
  const toml::node* found = node(key);
  if (found == nullptr) return;
  if (!found->is_boolean()) fail(*found, std::string(key) + " must be true or false");
  into = found->as_boolean()->get();
}

void EnvironmentReader::read(const char* key, std::vector<std::string>& into) {
  const toml::node* found = node(key);
  if (found == nullptr) return;
  const toml::array* list = found->as_array();
  if (list == nullptr) fail(*found, std::string(key) + " must be a list of texts in quotes");
  into.clear();
  for (const toml::node& item : *list) {
    if (!item.is_string()) fail(item, std::string(key) + " must be a list of texts in quotes");
    into.push_back(item.as_string()->get());
  }
}

void EnvironmentReader::refuse_other_keys() const {
  for (const auto& [key, value] : table_) {
    const std::string name(key.str());
    if (std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
    bad_environment(source_name_, key.source(),
                    "unknown key \"" + name + "\": did you mean \"" + nearest_name(name, known_) + "\"?");
  }
}

void EnvironmentReader::fail(const toml::node& at, const std::string& why) const {
  bad_environment(source_name_, at.source(), why);
}

}  // namespace exportd::app
