#include "files/directory_store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <span>
#include <string>

#include "files/directory_listing.hpp"
#include "files/directory_reader.hpp"
#include "files/directory_sink.hpp"
#include "files/folders.hpp"
#include "files/object_key.hpp"
#include "files/system_failure.hpp"

namespace exportd::files {
namespace {

// '~' is in no key, so that no object can hide here and list() passes it over.
constexpr const char* unfinished_name = ".unfinished~";

// The root and what is missing above it, each new name on disk. Folders on the way need not be readable.
FileDescriptor make_root(const std::filesystem::path& root) {
  FileDescriptor folder(::openat(AT_FDCWD, root.is_absolute() ? "/" : ".", O_PATH | O_DIRECTORY | O_CLOEXEC));
  for (const std::filesystem::path& name : root.relative_path()) {
    if (name.empty()) continue;  // a slash at the end
    const int error = ::mkdirat(folder.number(), name.c_str(), S_IRWXU) == 0 ? 0 : errno;
    if (error == 0) {
      const FileDescriptor above(::openat(folder.number(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
      if (::fsync(above.number()) != 0) throw system_failure(Doing::writing, errno, "fsync above " + root.string());
    }
    FileDescriptor next(::openat(folder.number(), name.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    // What mkdir says (not permitted, read-only, full) matters only if there is no such folder already.
    if (!next.valid()) {
      throw system_failure(Doing::writing, error != 0 && error != EEXIST ? error : errno, "mkdir " + root.string());
    }
    folder = std::move(next);
  }
  FileDescriptor readable(::openat(folder.number(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!readable.valid()) throw system_failure(Doing::reading, errno, "open " + root.string());
  return readable;
}

FileDescriptor make_unfinished(int root, const std::filesystem::path& path) {
  if (::mkdirat(root, unfinished_name, S_IRWXU) != 0 && errno != EEXIST) {
    throw system_failure(Doing::writing, errno, "mkdir " + (path / unfinished_name).string());
  }
  FileDescriptor folder(::openat(root, unfinished_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!folder.valid()) throw system_failure(Doing::writing, errno, "open " + (path / unfinished_name).string());
  return folder;
}

WallTime modified(const struct stat& status) {
  using std::chrono::milliseconds;
  return WallTime(std::chrono::seconds(status.st_mtim.tv_sec) +
                  std::chrono::floor<milliseconds>(std::chrono::nanoseconds(status.st_mtim.tv_nsec)));
}

// Where an object with this key is, or would be.
struct Location {
  std::vector<std::string> segments;
  std::vector<FileDescriptor> folders;
  int parent = -1;
  [[nodiscard]] const char* name() const { return segments.back().c_str(); }
  [[nodiscard]] std::span<const std::string> folder_names() const {
    return std::span(segments).first(segments.size() - 1);
  }
};

// nullopt: its folder does not exist, so neither does it.
std::optional<Location> locate(int root, const ObjectKey& key) {
  Location location{key_segments(key), {}, root};
  std::optional<std::vector<FileDescriptor>> folders = open_folders(root, location.folder_names(), Missing::accept);
  if (!folders) return std::nullopt;
  if (!folders->empty()) location.parent = folders->back().number();
  location.folders = std::move(*folders);
  return location;
}

// nullopt: nothing of that name, or something that is no object (a folder, a symbolic link).
std::optional<struct stat> object_status(const Location& location) {
  struct stat status{};
  if (::fstatat(location.parent, location.name(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno == ENOENT) return std::nullopt;
    throw system_failure(Doing::reading, errno, "fstatat " + location.segments.back());
  }
  if (!S_ISREG(status.st_mode)) return std::nullopt;
  return status;
}

}  // namespace

DirectoryStore::DirectoryStore(const std::filesystem::path& root)
    : root_path_(root), root_(make_root(root)), unfinished_(make_unfinished(root_.number(), root)) {}

std::unique_ptr<ByteSink> DirectoryStore::create(const ObjectKey& key, const std::stop_token& /*stop*/) {
  return std::make_unique<DirectorySink>(StorePlace{root_.number(), unfinished_.number(), root_path_.string()},
                                         key_segments(key));
}

std::unique_ptr<ObjectReader> DirectoryStore::open(const ObjectKey& key) {
  const std::optional<Location> location = locate(root_.number(), key);
  if (!location || !object_status(*location)) return nullptr;
  FileDescriptor file(::openat(location->parent, location->name(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (!file.valid() && (errno == ENOENT || errno == ELOOP)) return nullptr;  // gone since
  const std::string path = (root_path_ / key.text()).string();
  struct stat status{};
  if (!file.valid() || ::fstat(file.number(), &status) != 0) {
    throw system_failure(Doing::reading, errno, "open " + path);
  }
  return std::make_unique<DirectoryReader>(std::move(file), static_cast<std::uint64_t>(status.st_size), path);
}

std::optional<ObjectStat> DirectoryStore::stat(const ObjectKey& key) {
  const std::optional<Location> location = locate(root_.number(), key);
  if (!location) return std::nullopt;
  const std::optional<struct stat> status = object_status(*location);
  if (!status) return std::nullopt;
  return ObjectStat{static_cast<std::uint64_t>(status->st_size), modified(*status)};
}

bool DirectoryStore::remove(const ObjectKey& key) {
  const std::optional<Location> location = locate(root_.number(), key);
  if (!location || !object_status(*location)) return false;
  if (::unlinkat(location->parent, location->name(), 0) != 0) {
    if (errno == ENOENT) return false;
    throw system_failure(Doing::writing, errno, "unlink " + (root_path_ / key.text()).string());
  }
  // A removal that a power cut undoes would bring back what its owner has been told is gone.
  sync_folders(root_.number(), location->folders);
  remove_empty_folders(root_.number(), location->folder_names());
  return true;
}

std::vector<ObjectKey> DirectoryStore::list(std::string_view prefix) {
  return list_objects(root_.number(), prefix);
}

std::size_t DirectoryStore::abort_unfinished(WallTime before) {
  std::size_t removed = 0;
  for_each_name(unfinished_.number(), [&](const std::string& name) {
    struct stat status{};
    if (::fstatat(unfinished_.number(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return;
    if (modified(status) < before && ::unlinkat(unfinished_.number(), name.c_str(), 0) == 0) ++removed;
  });
  return removed;
}

}  // namespace exportd::files
