#include "files/directory_sink.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <optional>
#include <span>

#include "files/folders.hpp"
#include "files/no_replace.hpp"
#include "files/random_name.hpp"
#include "files/system_failure.hpp"
#include "files/write_all.hpp"

namespace exportd::files {
namespace {

// Each try loses only to somebody who removed the last object of the same folder in that very moment.
constexpr int publish_tries_max = 100;

}  // namespace

DirectorySink::DirectorySink(StorePlace place, std::vector<std::string> segments)
    : place_(std::move(place)), segments_(std::move(segments)), unfinished_name_(random_name()) {
  file_ = FileDescriptor(::openat(place_.unfinished, unfinished_name_.c_str(),
                                  O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!file_.valid()) throw system_failure(Doing::writing, errno, described("openat"));
  buffer_.reserve(write_buffer_bytes);
}

DirectorySink::~DirectorySink() {
  if (state_ != State::finished) static_cast<void>(::unlinkat(place_.unfinished, unfinished_name_.c_str(), 0));
}

void DirectorySink::write(std::string_view bytes) {
  require_open();
  if (buffer_.size() + bytes.size() > write_buffer_bytes) flush();
  if (bytes.size() < write_buffer_bytes) {
    buffer_.append(bytes);
    return;
  }
  append(bytes);
}

void DirectorySink::finish() {
  require_open();
  flush();
  state_ = State::broken;
  // The bytes first, the name after them: a name never leads to bytes that a power cut could take away.
  if (::fsync(file_.number()) != 0) throw system_failure(Doing::writing, errno, described("fsync"));
  publish();
  state_ = State::finished;
}

void DirectorySink::flush() {
  append(buffer_);
  buffer_.clear();
}

// What has been written is sent on to the disk while more is made, so that the last fsync has little left to wait for.
void DirectorySink::append(std::string_view bytes) {
  state_ = State::broken;
  write_all(file_.number(), bytes, described("of"));
  state_ = State::open;
  written_ += bytes.size();
  if (written_ - sent_on_ < send_on_bytes) return;
  static_cast<void>(::sync_file_range(file_.number(), static_cast<off64_t>(sent_on_),
                                      static_cast<off64_t>(written_ - sent_on_), SYNC_FILE_RANGE_WRITE));
  sent_on_ = written_;
}

void DirectorySink::publish() {
  const std::span<const std::string> folder_names = std::span(segments_).first(segments_.size() - 1);
  try {
    for (int tries = 0; tries < publish_tries_max; ++tries) {
      const std::optional<std::vector<FileDescriptor>> folders = open_folders(place_.root, folder_names, Missing::make);
      if (folders && publish_in(*folders)) return;
    }
    throw system_failure(Doing::writing, ENOENT, described("rename"));
  } catch (const Failure&) {
    remove_empty_folders(place_.root, folder_names);
    throw;
  }
}

// False: the folder was removed in this moment.
bool DirectorySink::publish_in(const std::vector<FileDescriptor>& folders) {
  const int parent = folders.empty() ? place_.root : folders.back().number();
  const int error = rename_no_replace({place_.unfinished, unfinished_name_}, {parent, segments_.back()});
  if (error == EEXIST) {
    throw Failure(FailureKind::ours, "object_exists",
                  "the file cannot be stored: its name is taken: start the export again", described("rename"));
  }
  if (error == ENOENT && ::faccessat(place_.unfinished, unfinished_name_.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
    return false;
  }
  if (error == ENOENT) {
    throw Failure(FailureKind::ours, "store_error",
                  "the file cannot be stored: its unfinished part was removed: start the export again",
                  described("rename"));
  }
  if (error != 0) throw system_failure(Doing::writing, error, described("rename"));
  try {
    sync_folders(place_.root, folders);
  } catch (const Failure&) {
    static_cast<void>(::unlinkat(parent, segments_.back().c_str(), 0));
    throw;
  }
  return true;
}

void DirectorySink::require_open() const {
  assert(state_ != State::finished);
  if (state_ == State::open) return;
  throw Failure(FailureKind::ours, "store_error",
                "the file cannot be stored: an earlier write had failed: start the export again", described("finish"));
}

std::string DirectorySink::described(const char* call) const {
  std::string text = std::string(call) + " " + place_.path;
  for (const std::string& segment : segments_) text += "/" + segment;
  return text + " (unfinished: " + unfinished_name_ + ")";
}

}  // namespace exportd::files
