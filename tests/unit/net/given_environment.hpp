// GivenEnvironment: environment variables that a test gives, and files for them to name. The process's own stay out.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

#include "net/aws_settings.hpp"

namespace exportd::net {

class GivenEnvironment {
 public:
  GivenEnvironment() {
    std::string path = (std::filesystem::temp_directory_path() / "exportd-net-XXXXXX").string();
    if (::mkdtemp(path.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = path;
  }
  ~GivenEnvironment() { std::filesystem::remove_all(folder_); }
  GivenEnvironment(const GivenEnvironment&) = delete;
  GivenEnvironment& operator=(const GivenEnvironment&) = delete;

  std::string& operator[](const std::string& name) { return variables_[name]; }
  void remove(const std::string& name) { variables_.erase(name); }

  // Writes a file and returns its path.
  std::string file(const std::string& name, std::string_view text) const {
    const std::filesystem::path path = folder_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }
  [[nodiscard]] std::string folder() const { return folder_.string(); }

  // As it is now; what is set later is not seen.
  [[nodiscard]] EnvironmentVariables variables() const {
    return [held = variables_](std::string_view name) -> std::optional<std::string> {
      const auto found = held.find(std::string(name));
      if (found == held.end()) return std::nullopt;
      return found->second;
    };
  }

 private:
  std::filesystem::path folder_;
  std::map<std::string, std::string> variables_;
};

}  // namespace exportd::net
