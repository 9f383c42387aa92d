#include "seal/identity_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <system_error>

#include "core/failure.hpp"

namespace exportd::seal {
namespace {

std::string_view trimmed(std::string_view line) {
  constexpr std::string_view blanks = " \t\r";
  const std::size_t begin = line.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return line.substr(begin, line.find_last_not_of(blanks) - begin + 1);
}

Failure unusable(const std::string& why) {
  return {FailureKind::reject, "bad_identity", "the identity file cannot be used: " + why};
}

// A descriptor for the length of one function.
class OpenFile {
 public:
  OpenFile(const std::filesystem::path& path, int flags) : number_(::open(path.c_str(), flags | O_CLOEXEC)) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

Failure system_failure(const char* code, const std::string& what, const std::filesystem::path& path, int error) {
  return {FailureKind::ours, code,
          what + " " + path.string() + ": " + std::generic_category().message(error) +
              ": check the path and its permissions"};
}

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

std::filesystem::path folder_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

// The new name must be as durable as the file: without its identity no object can ever be opened.
bool sync_folder_of(const std::filesystem::path& path) {
  const OpenFile directory(folder_of(path), O_RDONLY | O_DIRECTORY);
  return directory.number() >= 0 && ::fsync(directory.number()) == 0;
}

// A file beside `path`, for its owner only, that goes away unless it takes that name, which must be free.
class NewFile {
 public:
  explicit NewFile(const std::filesystem::path& path)
      : path_(path), temporary_((folder_of(path) / ".exportd-identity-XXXXXX").string()) {
    number_ = ::mkostemp(temporary_.data(), O_CLOEXEC);
  }
  ~NewFile() {
    if (number_ < 0) return;
    ::close(number_);
    ::unlink(temporary_.c_str());  // after a renaming there is nothing left to remove
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  [[nodiscard]] bool valid() const { return number_ >= 0; }
  [[nodiscard]] int number() const { return number_; }

  // False: errno says why.
  [[nodiscard]] bool take_name() const {
    if (::renameat2(AT_FDCWD, temporary_.c_str(), AT_FDCWD, path_.c_str(), RENAME_NOREPLACE) == 0) return true;
    if (errno != EINVAL && errno != ENOSYS) return false;
    return ::link(temporary_.c_str(), path_.c_str()) == 0;  // a file system that renames only over what is there
  }

 private:
  const std::filesystem::path path_;
  std::string temporary_;
  int number_ = -1;
};

std::string utc_text(WallTime time) {
  const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  char text[32] = {};
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

}  // namespace

std::vector<Identity> parse_identities(std::string_view text) {
  constexpr std::string_view sealed_marks[] = {"age-encryption.org/", "-----BEGIN AGE ENCRYPTED FILE-----"};
  for (const std::string_view mark : sealed_marks) {
    if (text.starts_with(mark)) throw unusable("it is itself encrypted: decrypt it first with age --decrypt");
  }
  std::vector<Identity> identities;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    const std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty() || line.front() == '#') continue;
    try {
      identities.push_back(Identity::parse(line));
    } catch (const Failure& failure) {
      if (failure.code() != "bad_identity") throw;
      throw unusable("line " + std::to_string(number) + ": " + failure.message());
    }
  }
  if (identities.empty()) throw unusable("it holds no identity: make one with exportd keygen");
  return identities;
}

IdentityFile read_identity_file(const std::filesystem::path& path) {
  const OpenFile file(path, O_RDONLY | O_NONBLOCK);  // opening a pipe would wait for its writer
  if (file.number() < 0 && errno == ENOENT) {
    throw Failure(FailureKind::reject, "no_identity_file",
                  "the identity file " + path.string() + " does not exist: give --identity FILE");
  }
  if (file.number() < 0) throw system_failure("not_readable", "cannot read the identity file", path, errno);
  struct stat status{};
  if (::fstat(file.number(), &status) != 0) {
    throw system_failure("not_readable", "cannot read the identity file", path, errno);
  }
  if (S_ISFIFO(status.st_mode) || S_ISCHR(status.st_mode)) {
    throw Failure(
        FailureKind::ours, "not_readable",
        "cannot read the identity file " + path.string() + ": it is no regular file: put the identity into one");
  }
  if (S_ISREG(status.st_mode) && status.st_size == 0) {
    throw Failure(FailureKind::reject, "bad_identity",
                  "the identity file " + path.string() +
                      " is empty: restore it from its copy, or remove it and have a new key made");
  }

  std::string text;
  std::vector<char> block(std::size_t{16} * 1024);
  while (true) {
    const ssize_t bytes = ::read(file.number(), block.data(), block.size());
    if (bytes < 0 && errno == EINTR) continue;
    if (bytes < 0) throw system_failure("not_readable", "cannot read the identity file", path, errno);
    if (bytes == 0) break;
    text.append(block.data(), static_cast<std::size_t>(bytes));
    if (text.size() > identity_file_bytes_max) throw unusable("it is longer than 1 MiB: is it the right file?");
  }
  IdentityFile result{parse_identities(text), (status.st_mode & (S_IRWXG | S_IRWXO)) != 0};
  wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
  wipe({reinterpret_cast<std::uint8_t*>(block.data()), block.size()});
  return result;
}

std::string identity_file_text(const Identity& identity, WallTime created) {
  return "# created: " + utc_text(created) + "\n# public key: " + identity.recipient().text() +
         "\n# Keep this file secret, and keep a copy in a safe place:"
         "\n# without it, nothing that was sealed to its public key can ever be opened.\n" +
         identity.secret_text() + "\n";
}

// It gets its name whole and on disk: another process that starts at the same time sees all of it or nothing.
void write_identity_file(const std::filesystem::path& path, const Identity& identity, WallTime created) {
  constexpr const char* what = "cannot write the identity file";
  NewFile file(path);
  if (!file.valid()) throw system_failure("not_writable", what, path, errno);
  std::string text = identity_file_text(identity, created);
  bool done = write_all(file.number(), text) && ::fsync(file.number()) == 0;
  int error = errno;
  wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
  if (done) {
    done = file.take_name() && sync_folder_of(path);
    error = errno;
  }
  if (done) return;
  if (error == EEXIST) {
    throw Failure(FailureKind::reject, "identity_file_exists",
                  std::string(what) + " " + path.string() +
                      ": it exists, and replacing it could lose a key: choose another name");
  }
  throw system_failure("not_writable", what, path, error);
}

}  // namespace exportd::seal
