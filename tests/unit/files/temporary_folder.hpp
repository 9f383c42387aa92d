// A folder that is gone with the test.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace exportd::files {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "files_test.XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  // How many entries the folder of unfinished uploads of a store at path() has.
  [[nodiscard]] std::ptrdiff_t unfinished() const {
    return std::distance(std::filesystem::directory_iterator(path_ / ".unfinished~"), {});
  }

 private:
  std::filesystem::path path_;
};

}  // namespace exportd::files
