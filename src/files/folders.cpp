#include "files/folders.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "files/system_failure.hpp"

namespace exportd::files {
namespace {

void sync_folder(int folder) {
  if (::fsync(folder) != 0) throw system_failure(Doing::writing, errno, "fsync of a folder");
}

}  // namespace

std::optional<std::vector<FileDescriptor>> open_folders(int root, std::span<const std::string> names, Missing missing) {
  const Doing doing = missing == Missing::make ? Doing::writing : Doing::reading;
  std::vector<FileDescriptor> folders;
  int parent = root;
  for (const std::string& name : names) {
    if (missing == Missing::make && ::mkdirat(parent, name.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
      if (errno == ENOENT) return std::nullopt;  // the parent went away
      throw system_failure(doing, errno, "mkdirat " + name);
    }
    FileDescriptor folder(::openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!folder.valid()) {
      const bool no_folder = errno == ENOTDIR || errno == ELOOP;  // a file, or a symbolic link
      if (errno == ENOENT || (no_folder && missing == Missing::accept)) return std::nullopt;
      throw system_failure(doing, errno, "openat " + name);
    }
    parent = folder.number();
    folders.push_back(std::move(folder));
  }
  return folders;
}

void sync_folders(int root, const std::vector<FileDescriptor>& folders) {
  // All of them, not only those made by this call: another writer may have made one and not have synced it yet.
  for (auto folder = folders.rbegin(); folder != folders.rend(); ++folder) sync_folder(folder->number());
  sync_folder(root);
}

void remove_empty_folders(int root, std::span<const std::string> names) {
  for (; !names.empty(); names = names.first(names.size() - 1)) {
    const std::span<const std::string> above = names.first(names.size() - 1);
    std::optional<std::vector<FileDescriptor>> folders;
    try {
      folders = open_folders(root, above, Missing::accept);
    } catch (const Failure&) {
      return;
    }
    if (!folders) continue;  // somebody else has removed it: go on above
    const int parent = above.empty() ? root : folders->back().number();
    if (::unlinkat(parent, names.back().c_str(), AT_REMOVEDIR) != 0 && errno != ENOENT) return;
  }
}

}  // namespace exportd::files
