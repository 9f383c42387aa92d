#include "app/secret_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "app/instance.hpp"
#include "core/failure.hpp"

namespace exportd::app {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t digits = 64;

Failure failed(const char* code, const fs::path& path, int error) {
  return {FailureKind::ours, code,
          "secret file " + path.string() + ": " + std::system_category().message(error) +
              ": check the path and its permissions"};
}

std::string read_secret(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) throw failed("not_readable", path, errno);
  std::array<char, digits> text{};
  struct stat status{};
  const bool good = ::fstat(file, &status) == 0 && ::read(file, text.data(), text.size()) == digits;
  ::close(file);
  if (!good) {
    throw Failure(FailureKind::ours, "bad_secret",
                  "secret file " + path.string() + ": it holds no secret: remove it, and a new one is made");
  }
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) == 0) return {text.data(), text.size()};
  throw Failure(FailureKind::reject, "exposed_secret",
                "secret file " + path.string() + ": others may read it: run chmod 600 on it");
}

}  // namespace

// Under its name only when it is whole; whoever is second takes the first one's.
void make_secret_file(const fs::path& path) {
  std::error_code error;
  if (fs::exists(path, error)) return;
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), error);
  const fs::path unfinished = path.string() + "." + random_hex(8);
  const int file = ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) throw failed("not_writable", path, errno);
  const std::string text = random_hex(digits) + "\n";
  const bool written =
      ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
  const int why = errno;
  ::close(file);
  const bool named = written && (::link(unfinished.c_str(), path.c_str()) == 0 || errno == EEXIST);
  ::unlink(unfinished.c_str());
  if (!named) throw failed("not_writable", path, written ? errno : why);
}

std::string secret(const Config& config) {
  const fs::path path = config.secret_path();
  make_secret_file(path);
  return read_secret(path);
}

}  // namespace exportd::app
