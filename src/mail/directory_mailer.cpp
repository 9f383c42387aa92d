#include "mail/directory_mailer.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cctype>
#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "core/failure.hpp"
#include "mail/eml_text.hpp"

namespace exportd::mail {

namespace fs = std::filesystem;

namespace {

Failure unwritable(FailureKind kind, const fs::path& path, int error) {
  return {kind, "not_writable", "mail folder: a message cannot be written: check the folder and its disk",
          path.string() + ": " + std::system_category().message(error)};
}

std::string file_name(const std::string& message_id) {
  std::string name;
  for (const char c : message_id) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' || c == '@') name += c;
  }
  return name + ".eml";
}

void write_whole(const fs::path& path, std::string_view text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) throw unwritable(FailureKind::retry, path, errno);
  bool good = true;
  while (good && !text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    good = written >= 0 || errno == EINTR;
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
  good = good && ::fsync(file) == 0;
  const int error = errno;
  ::close(file);
  if (good) return;
  ::unlink(path.c_str());
  throw unwritable(FailureKind::retry, path, error);
}

}  // namespace

DirectoryMailer::DirectoryMailer(fs::path folder, const Clock& clock) : folder_(std::move(folder)), clock_(clock) {
  std::error_code error;
  fs::create_directories(folder_, error);
  if (error) throw unwritable(FailureKind::ours, folder_, error.value());
}

void DirectoryMailer::send(const Message& message, const std::function<bool()>&) {
  const std::string text = eml_text(message, clock_.wall());
  const fs::path target = folder_ / file_name(message.message_id);
  const fs::path unfinished = target.string() + ".part";
  write_whole(unfinished, text);
  if (::rename(unfinished.c_str(), target.c_str()) != 0) throw unwritable(FailureKind::retry, target, errno);
}

}  // namespace exportd::mail
