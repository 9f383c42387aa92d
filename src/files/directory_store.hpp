// DirectoryStore: sealed objects as files under one directory; the key is the relative path.
// An object is written under a random name in `.unfinished~` (no key can name it) and renamed, without replacing
// anything, when it is finished and on disk. A crash leaves at most such an unfinished file.
#pragma once

#include <filesystem>

#include "core/ports.hpp"
#include "files/file_descriptor.hpp"

namespace exportd::files {

// Any number of threads and processes may use one directory at once. Failures, all of kind ours:
//   object_exists   the key is taken
//   bad_object_key  not a key: segments of [A-Za-z0-9._-], none "." or "..", joined by '/', at most 512 bytes
//   disk_full       no space or quota left, or a limit on the size of files
//   not_writable, not_readable   permissions or a read-only file system
//   store_error     everything else; the detail says which call on which path
// Messages name no path; the detail does.
class DirectoryStore final : public FileStore {
 public:
  // Makes the directory (0700) and its parents where they are missing.
  explicit DirectoryStore(const std::filesystem::path& root);

  std::unique_ptr<ByteSink> create(const ObjectKey& key, const std::stop_token& stop) override;
  std::unique_ptr<ObjectReader> open(const ObjectKey& key) override;
  std::optional<ObjectStat> stat(const ObjectKey& key) override;
  // Removes directories that become empty, too.
  bool remove(const ObjectKey& key) override;
  std::vector<ObjectKey> list(std::string_view prefix) override;
  // An upload counts from its last write.
  std::size_t abort_unfinished(WallTime before) override;

 private:
  std::filesystem::path root_path_;  // for details of failures only
  FileDescriptor root_;
  FileDescriptor unfinished_;
};

}  // namespace exportd::files
