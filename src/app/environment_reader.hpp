// Reads one TOML table of an environment by the keys it may have; what else stands in it is an error with its line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

namespace exportd::app {

// Throws Failure(reject, "bad_config"): "configuration: petdb.toml line 12: why". Line 0 (not from a file) is left out.
[[noreturn]] void bad_environment(std::string_view source_name, const toml::source_region& place,
                                  const std::string& why);

class EnvironmentReader {
 public:
  // `table` must outlive the reader.
  EnvironmentReader(const toml::table& table, std::string_view source_name)
      : table_(table), source_name_(source_name) {}

  // Each sets `into` when the key is there, and fails when it is of another type.
  void read(const char* key, std::string& into);
  void read(const char* key, bool& into);
  void read(const char* key, std::vector<std::string>& into);

  // The node under the key, of any type, or nullptr.
  const toml::node* node(const char* key);

  // Fails at the first key that none of the calls before asked for.
  void refuse_other_keys() const;

  [[noreturn]] void fail(const toml::node& at, const std::string& why) const;
  [[nodiscard]] std::string_view source_name() const { return source_name_; }

 private:
  const toml::table& table_;
  std::string_view source_name_;
  std::vector<std::string> known_;
};

}  // namespace exportd::app
