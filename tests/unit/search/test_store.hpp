// A search store in a folder of its own that goes with the test, and short ways to fill it.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "search/importer.hpp"
#include "search/sqlite_search.hpp"

namespace exportd::search {

class TestFolder {
 public:
  TestFolder() {
    // In memory where there is such a place: on a disk every import waits for it.
    const std::filesystem::path memory = "/dev/shm";
    const auto parent = std::filesystem::exists(memory) ? memory : std::filesystem::temp_directory_path();
    std::string name = (parent / "exportd-search-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
    path_ = name;
  }
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path store() const { return path_ / "search.db"; }

 private:
  std::filesystem::path path_;
};

// Imports a text; `text` may be gzip.
inline ImportReport import_text(const std::filesystem::path& store, const Environment& environment,
                                std::string_view text, BadLines bad_lines = BadLines::refuse) {
  return import_records(store, environment, from_memory(text), {bad_lines}, nullptr, {});
}

inline ImportReport import_lines(const std::filesystem::path& store, const Environment& environment,
                                 const std::vector<std::string>& lines, BadLines bad_lines = BadLines::refuse) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return import_text(store, environment, text, bad_lines);
}

// Each document of a selection.
inline std::vector<std::string> documents(Search& search, const Environment& environment,
                                          const Criteria& criteria = {}) {
  std::vector<std::string> found;
  OpenedSearch opened = search.open(environment, criteria, {});
  while (const std::optional<Page> page = opened.pages->next({})) {
    for (const std::string_view document : page->documents) found.emplace_back(document);
  }
  return found;
}

}  // namespace exportd::search
