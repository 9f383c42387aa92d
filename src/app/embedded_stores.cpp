#include "app/embedded_stores.hpp"

#include <filesystem>

#include "core/failure.hpp"
#include "files/directory_store.hpp"
#include "search/sqlite_search.hpp"

namespace exportd::app {

std::unique_ptr<Search> open_search(const Config& config) {
  if (config.search.kind != SearchKind::sqlite) {
    throw Failure(FailureKind::reject, "bad_config",
                  "configuration: search.kind = \"opensearch\" is not part of this version: use \"sqlite\"");
  }
  const std::filesystem::path path = config.search_path();
  if (!std::filesystem::exists(path)) {
    throw Failure(
        FailureKind::ours, "no_records",
        "no records: there is no search store at " + path.string() + ": run `exportd import` first, or check --data");
  }
  return std::make_unique<search::SqliteSearch>(path);
}

std::unique_ptr<FileStore> open_files(const Config& config) {
  if (config.files.kind != FilesKind::directory) {
    throw Failure(FailureKind::reject, "bad_config",
                  "configuration: files.kind = \"s3\" is not part of this version: use \"directory\"");
  }
  return std::make_unique<files::DirectoryStore>(config.files_path());
}

}  // namespace exportd::app
