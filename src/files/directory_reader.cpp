#include "files/directory_reader.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "files/system_failure.hpp"

namespace exportd::files {

std::size_t DirectoryReader::read_at(std::uint64_t offset, std::span<char> into) {
  if (offset >= bytes_) return 0;
  into = into.first(static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), bytes_ - offset)));
  std::size_t given = 0;
  while (given < into.size()) {
    const std::span<char> rest = into.subspan(given);
    const ssize_t read = ::pread(file_.number(), rest.data(), rest.size(), static_cast<off_t>(offset + given));
    if (read < 0 && errno == EINTR) continue;
    if (read < 0) throw system_failure(Doing::reading, errno, "pread " + name_);
    if (read == 0) break;  // somebody has cut the file: the caller sees that bytes are missing
    given += static_cast<std::size_t>(read);
  }
  return given;
}

}  // namespace exportd::files
