#include "app/target_file.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <climits>
#include <cstdlib>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "core/failure.hpp"

namespace exportd::app {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void not_writable(const std::string& target, const std::string& why_and_remedy) {
  throw Failure(FailureKind::ours, "not_writable", "cannot write " + target + ": " + why_and_remedy);
}

[[noreturn]] void throw_errno(const std::string& target, int error) {
  const std::string why = std::system_category().message(error);
  if (error == ENOSPC || error == EDQUOT || error == EFBIG) {
    throw Failure(FailureKind::ours, "disk_full",
                  "cannot write " + target + ": " + why + ": make room or choose another place");
  }
  if (error == EPIPE) {
    throw Failure(FailureKind::ours, "closed_pipe",
                  "cannot write " + target + ": the reader has gone: let it read to the end");
  }
  if (error == EBADF) not_writable(target, "it is closed: leave it open");
  if (error == ENAMETOOLONG) not_writable(target, why + ": give a shorter one");
  not_writable(target, why + ": check the folder and its permissions");
}

void throw_if_stopped(const std::stop_token& stop, const std::string& target) {
  if (!stop.stop_requested()) return;
  throw Failure(FailureKind::cancel, "cancelled", "writing " + target + ": cancelled on request: it is not complete");
}

class OwnedFile {
 public:
  explicit OwnedFile(int file) : file_(file) {}
  ~OwnedFile() {
    if (file_ >= 0) ::close(file_);
  }
  OwnedFile(const OwnedFile&) = delete;
  OwnedFile& operator=(const OwnedFile&) = delete;
  [[nodiscard]] int get() const { return file_; }

 private:
  int file_;
};

void write_all(int file, std::string_view bytes, const std::string& target) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw_errno(target, errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

fs::path folder_of(const fs::path& file) {
  return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

// A name in the same folder for mkostemp; it may be no longer than the file system takes.
std::string temporary_name(const fs::path& target) {
  constexpr std::size_t kept_bytes = 200;
  return (folder_of(target) / (target.filename().string().substr(0, kept_bytes) + ".exportd-XXXXXX")).string();
}

// Nameless until it is whole (O_TMPFILE), so that even a killed process leaves nothing; on a file system that has no
// such files, a temporary name beside the target.
class RenamedFile final : public ByteSink {
 public:
  explicit RenamedFile(const fs::path& target) : target_(target), temporary_(temporary_name(target)) {
    if (target.filename().native().size() > NAME_MAX) throw_errno(target_.string(), ENAMETOOLONG);
    file_ = ::open(folder_of(target).c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
    if (file_ < 0) {
      if (errno != EOPNOTSUPP && errno != EISDIR) throw_errno(target_.string(), errno);
      file_ = ::mkostemp(temporary_.data(), O_CLOEXEC);
      if (file_ < 0) throw_errno(target_.string(), errno);
      named_ = true;
      const mode_t mask = ::umask(0);
      ::umask(mask);
      ::fchmod(file_, 0666 & ~mask);  // as any other new file, not mkstemp's 0600
    }
    // Who might read the old file may read the new one, and nobody else.
    struct stat old{};
    if (::stat(target.c_str(), &old) == 0) ::fchmod(file_, old.st_mode & 0777);
  }

  ~RenamedFile() override {
    if (file_ >= 0) ::close(file_);
    if (named_) ::unlink(temporary_.c_str());
  }

  RenamedFile(const RenamedFile&) = delete;
  RenamedFile& operator=(const RenamedFile&) = delete;

  void write(std::string_view bytes) override { write_all(file_, bytes, target_.string()); }

  void finish() override {
    if (::fsync(file_) != 0 && errno != EINVAL) throw_errno(target_.string(), errno);
    if (!named_) give_name();
    if (::close(std::exchange(file_, -1)) != 0) throw_errno(target_.string(), errno);
    if (::rename(temporary_.c_str(), target_.c_str()) != 0) throw_errno(target_.string(), errno);
    named_ = false;
    sync_folder();
  }

 private:
  void give_name() {
    // mkostemp finds a name that is free; the nameless file cannot replace it, so the name is taken over.
    const int reserved = ::mkostemp(temporary_.data(), O_CLOEXEC);
    if (reserved < 0) throw_errno(target_.string(), errno);
    ::close(reserved);
    ::unlink(temporary_.c_str());
    const std::string nameless = "/proc/self/fd/" + std::to_string(file_);
    if (::linkat(AT_FDCWD, nameless.c_str(), AT_FDCWD, temporary_.c_str(), AT_SYMLINK_FOLLOW) != 0) {
      throw_errno(target_.string(), errno);
    }
    named_ = true;
  }

  // So that a power cut does not bring back the old file. A folder that may not be read cannot be synchronised.
  void sync_folder() const {
    const OwnedFile folder(::open(folder_of(target_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.get() < 0 || ::fsync(folder.get()) == 0 || errno == EINVAL) return;
    throw_errno(target_.string(), errno);
  }

  fs::path target_;
  std::string temporary_;
  int file_ = -1;
  bool named_ = false;
};

// A pipe, a terminal or a device, written to as it stands. Its reader may be slow or stop reading: a stop is noticed
// while waiting for it, and only then: what it takes at once is written.
class StreamTarget final : public ByteSink {
 public:
  StreamTarget(int file, std::string name, std::stop_token stop)
      : file_(file), name_(std::move(name)), stop_(std::move(stop)) {
    if (file < 0) throw_errno(name_, errno);
  }

  void write(std::string_view bytes) override {
    while (!bytes.empty()) {
      wait_for_room();
      // A pipe that has room takes PIPE_BUF bytes without blocking.
      const std::string_view part = bytes.substr(0, PIPE_BUF);
      write_all(file_.get(), part, name_);
      bytes.remove_prefix(part.size());
    }
  }
  void finish() override {}

 private:
  void wait_for_room() const {
    pollfd polled{file_.get(), POLLOUT, 0};
    constexpr int tick_ms = 100;
    while (::poll(&polled, 1, tick_ms) == 0) throw_if_stopped(stop_, name_);
  }

  OwnedFile file_;
  std::string name_;
  std::stop_token stop_;
};

// Opening a FIFO for writing waits for its reader; this wait can be stopped.
int open_stream(const fs::path& target, const std::stop_token& stop) {
  std::error_code ignored;
  while (true) {
    const int file = ::open(target.c_str(), O_WRONLY | O_CLOEXEC | O_NONBLOCK);
    if (file >= 0) {
      ::fcntl(file, F_SETFL, ::fcntl(file, F_GETFL) & ~O_NONBLOCK);
      return file;
    }
    if (errno != ENXIO || !fs::is_fifo(target, ignored)) throw_errno(target.string(), errno);
    throw_if_stopped(stop, target.string());
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

}  // namespace

fs::path replaced_file(const fs::path& target) {
  std::error_code error;
  if (fs::exists(target, error)) {
    const fs::path found = fs::canonical(target, error);
    return error ? target : found;
  }
  constexpr int links_max = 40;
  fs::path file = target;
  for (int link = 0; link < links_max; ++link) {
    const fs::path leads_to = fs::read_symlink(file, error);
    if (error) return file;
    file = folder_of(file) / leads_to;
  }
  throw_errno(target.string(), ELOOP);
}

std::unique_ptr<ByteSink> open_target(const fs::path& target, const std::stop_token& stop) {
  if (target == "-") {
    return std::make_unique<StreamTarget>(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0), "standard output", stop);
  }
  std::error_code ignored;
  const fs::file_status status = fs::status(target, ignored);
  if (fs::is_directory(status)) not_writable(target.string(), "it is a directory: give a file name");
  if (fs::is_socket(status)) not_writable(target.string(), "it is a socket: give a file or a pipe");
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    return std::make_unique<StreamTarget>(open_stream(target, stop), target.string(), stop);
  }
  // Through a symbolic link, the file it leads to is replaced, not the link.
  return std::make_unique<RenamedFile>(replaced_file(target));
}

}  // namespace exportd::app
