#include "files/write_all.hpp"

#include <unistd.h>

#include <cerrno>

#include "files/system_failure.hpp"

namespace exportd::files {

void write_all(int file, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw system_failure(Doing::writing, errno, "write " + path);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace exportd::files
