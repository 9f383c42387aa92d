// A folder that is gone with the test. In memory where that can be had: every commit waits for its disk.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace exportd::tasks {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    const std::filesystem::path memory = "/dev/shm";
    const bool in_memory = std::filesystem::is_directory(memory) && std::filesystem::space(memory).available > room;
    const std::filesystem::path parent = in_memory ? memory : std::filesystem::temp_directory_path();
    std::string name = (parent / "tasks_test.XXXXXX").string();
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
  [[nodiscard]] std::filesystem::path store() const { return path_ / "tasks.db"; }

 private:
  static constexpr std::uintmax_t room = 32'000'000;

  std::filesystem::path path_;
};

}  // namespace exportd::tasks
