#include "app/own_files.hpp"

#include <algorithm>
#include <string>
#include <system_error>

#include "app/target_file.hpp"
#include "core/failure.hpp"

namespace exportd::app {

namespace fs = std::filesystem;

namespace {

// Without links and dots as far as it exists; as it is where that cannot be told.
fs::path plain_path(const fs::path& path) {
  std::error_code error;
  fs::path plain = fs::weakly_canonical(fs::absolute(path, error), error);
  return error ? path.lexically_normal() : plain;
}

bool same_file(const fs::path& written, const fs::path& own) {
  std::error_code missing;  // two names of one file (hard links) can be told only if both are there
  return written == plain_path(own) || fs::equivalent(written, own, missing);
}

bool is_below(const fs::path& written, const fs::path& folder) {
  const auto ends = std::mismatch(folder.begin(), folder.end(), written.begin(), written.end());
  return ends.first == folder.end();
}

[[noreturn]] void refuse(const fs::path& target, const char* what) {
  throw Failure(FailureKind::reject, "own_file",
                "cannot write " + target.string() + ": it is " + what + ": choose another name");
}

}  // namespace

void refuse_own_files(const Config& config, const fs::path& target, std::span<const fs::path> inputs) {
  if (target == "-") return;
  const fs::path written = plain_path(replaced_file(target));
  if (same_file(written, config.identity_path())) refuse(target, "the identity file");
  for (const char* beside : {"", "-wal", "-shm", "-journal"}) {
    if (same_file(written, config.search_path().string() + beside)) refuse(target, "the search store");
    if (same_file(written, config.tasks_path().string() + beside)) refuse(target, "the task store");
  }
  if (same_file(written, config.secret_path())) refuse(target, "the secret");
  if (is_below(written, plain_path(config.backups_path()))) refuse(target, "in the folder of the snapshots");
  if (config.files.kind == FilesKind::directory && is_below(written, plain_path(config.files_path())))
    refuse(target, "in the folder of the stored objects");
  for (const fs::path& input : inputs) {
    if (same_file(written, input)) refuse(target, "what is read");
  }
}

}  // namespace exportd::app
