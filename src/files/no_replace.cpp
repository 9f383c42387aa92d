#include "files/no_replace.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace exportd::files {

int rename_no_replace(NameIn from, NameIn to) {
  if (::renameat2(from.folder, from.name.c_str(), to.folder, to.name.c_str(), RENAME_NOREPLACE) == 0) return 0;
  if (errno == EINVAL || errno == ENOSYS) return link_no_replace(from, to);
  return errno;
}

int link_no_replace(NameIn from, NameIn to) {
  if (::linkat(from.folder, from.name.c_str(), to.folder, to.name.c_str(), 0) != 0) return errno;
  // The object has its name now; a first name that stays is only litter.
  static_cast<void>(::unlinkat(from.folder, from.name.c_str(), 0));
  return 0;
}

}  // namespace exportd::files
