#include "files/directory_listing.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "files/file_descriptor.hpp"
#include "files/object_key.hpp"
#include "files/system_failure.hpp"

namespace exportd::files {
namespace {

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

void list_folder(int folder, const std::string& path, std::string_view prefix, std::vector<ObjectKey>& keys) {
  for_each_name(folder, [&](const std::string& name) {
    const std::string key = path + name;
    if (!valid_key_segment(name) || key.size() > object_key_bytes_max) return;
    struct stat status{};
    if (::fstatat(folder, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
      if (errno == ENOENT) return;  // removed meanwhile
      throw system_failure(Doing::reading, errno, "fstatat " + key);
    }
    if (S_ISREG(status.st_mode) && key.starts_with(prefix)) keys.emplace_back(key);
    const std::string below = key + "/";
    const bool may_hold_some = below.starts_with(prefix) || prefix.starts_with(below);
    if (!S_ISDIR(status.st_mode) || !may_hold_some) return;
    const FileDescriptor child(::openat(folder, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!child.valid() && errno == ENOENT) return;
    if (!child.valid()) throw system_failure(Doing::reading, errno, "openat " + key);
    list_folder(child.number(), below, prefix, keys);  // at most 256 deep: a key has 512 bytes
  });
}

}  // namespace

void for_each_name(int folder, const std::function<void(const std::string&)>& visit) {
  // A descriptor of its own: reading a folder moves the position that all duplicates of a descriptor share.
  FileDescriptor own(::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!own.valid() && errno == ENOENT) return;
  if (!own.valid()) throw system_failure(Doing::reading, errno, "openat");
  const std::unique_ptr<DIR, CloseFolder> entries(::fdopendir(own.number()));
  if (!entries) throw system_failure(Doing::reading, errno, "fdopendir");
  static_cast<void>(own.release());  // closedir closes it
  while (true) {
    errno = 0;
    // NOLINTNEXTLINE(concurrency-mt-unsafe): unsafe is only to share a stream, and this one is nobody else's
    const dirent* const entry = ::readdir(entries.get());
    if (entry == nullptr && errno != 0) throw system_failure(Doing::reading, errno, "readdir");
    if (entry == nullptr) return;
    const std::string name = entry->d_name;
    if (name != "." && name != "..") visit(name);
  }
}

std::vector<ObjectKey> list_objects(int root, std::string_view prefix) {
  std::vector<ObjectKey> keys;
  list_folder(root, "", prefix, keys);
  std::ranges::sort(keys);  // of char, compared as unsigned by std::string
  return keys;
}

}  // namespace exportd::files
