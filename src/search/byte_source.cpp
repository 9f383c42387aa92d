#include "search/byte_source.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "core/failure.hpp"
#include "core/limits.hpp"

namespace exportd::search {
namespace {

Failure unreadable(const std::string& why) {
  return {FailureKind::ours, "file_unreadable", "cannot read the records: " + why};
}

class FileSource final : public ByteSource {
 public:
  // O_NONBLOCK: opening a pipe would wait for its writer, and nothing could stop that.
  FileSource(const std::filesystem::path& path, std::stop_token stop)
      : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)), stop_(std::move(stop)) {
    if (descriptor_ < 0) throw unreadable(std::system_category().message(errno));
  }
  ~FileSource() override { ::close(descriptor_); }
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  std::size_t read(std::span<char> into) override {
    while (true) {
      wait_for_bytes();
      const ssize_t got = ::read(descriptor_, into.data(), into.size());
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR && errno != EAGAIN) throw unreadable(std::system_category().message(errno));
    }
  }

 private:
  // A pipe that no writer has opened yet would read as ended; poll tells the one from the other.
  void wait_for_bytes() const {
    constexpr int tick_ms = 100;
    pollfd polled{descriptor_, POLLIN, 0};
    while (true) {
      if (stop_.stop_requested()) throw import_stopped();
      if (::poll(&polled, 1, tick_ms) > 0) return;
    }
  }

  int descriptor_;
  std::stop_token stop_;
};

class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::string_view bytes) : rest_(bytes) {}

  std::size_t read(std::span<char> into) override {
    const std::size_t size = std::min(into.size(), rest_.size());
    std::copy_n(rest_.data(), size, into.data());
    rest_.remove_prefix(size);
    return size;
  }

 private:
  std::string_view rest_;
};

// zlib's inflate over a buffer of gzip bytes, member after member.
class GunzippedSource final : public ByteSource {
 public:
  explicit GunzippedSource(std::unique_ptr<ByteSource> inner) : inner_(std::move(inner)), buffer_(64 * limits::KiB) {
    // The magic may come in two reads.
    while (filled_ < 2 && fill()) {
    }
    packed_ = begins_with_magic();
    constexpr int gzip_only = 16 + MAX_WBITS;
    if (packed_ && inflateInit2(&stream_, gzip_only) != Z_OK) throw unreadable("gzip cannot be started");
  }
  ~GunzippedSource() override {
    if (packed_) inflateEnd(&stream_);
  }
  GunzippedSource(const GunzippedSource&) = delete;
  GunzippedSource& operator=(const GunzippedSource&) = delete;

  std::size_t read(std::span<char> into) override {
    if (into.empty()) return 0;
    return packed_ ? inflate_into(into) : copy_into(into);
  }

 private:
  [[nodiscard]] bool begins_with_magic() const {
    return filled_ - at_ >= 2 && buffer_[at_] == '\x1f' && buffer_[at_ + 1] == '\x8b';
  }

  // Reads more behind what is there. False: the inner source is at its end.
  bool fill() {
    if (at_ > 0) {
      std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(at_),
                buffer_.begin() + static_cast<std::ptrdiff_t>(filled_), buffer_.begin());
      filled_ -= at_;
      at_ = 0;
    }
    const std::size_t got = inner_->read(std::span(buffer_).subspan(filled_));
    filled_ += got;
    return got > 0;
  }

  std::size_t copy_into(std::span<char> into) {
    if (at_ == filled_) return inner_->read(into);
    const std::size_t size = std::min(into.size(), filled_ - at_);
    std::copy_n(buffer_.data() + at_, size, into.data());
    at_ += size;
    return size;
  }

  std::size_t inflate_into(std::span<char> into) {
    while (true) {
      if (between_members_ && !next_member()) return 0;
      if (at_ == filled_ && !fill()) throw unreadable("its gzip data are cut short");
      stream_.next_in = reinterpret_cast<Bytef*>(buffer_.data() + at_);
      stream_.avail_in = static_cast<uInt>(filled_ - at_);
      stream_.next_out = reinterpret_cast<Bytef*>(into.data());
      stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(into.size(), limits::MiB));
      const uInt room = stream_.avail_out;
      const int code = inflate(&stream_, Z_NO_FLUSH);
      if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) throw unreadable("its gzip data are damaged");
      at_ = filled_ - stream_.avail_in;
      between_members_ = code == Z_STREAM_END;
      if (stream_.avail_out < room) return room - stream_.avail_out;
    }
  }

  // False: the file ends here, as it should.
  bool next_member() {
    while (filled_ - at_ < 2 && fill()) {
    }
    if (at_ == filled_) return false;
    if (!begins_with_magic()) throw unreadable("something follows the end of its gzip data");
    if (inflateReset(&stream_) != Z_OK) throw unreadable("gzip cannot be started");
    between_members_ = false;
    return true;
  }

  std::unique_ptr<ByteSource> inner_;
  std::vector<char> buffer_;
  std::size_t at_ = 0;
  std::size_t filled_ = 0;
  bool packed_ = false;
  bool between_members_ = false;
  z_stream stream_{};
};

}  // namespace

Failure import_stopped() {
  return {FailureKind::cancel, "cancelled", "import: cancelled on request: nothing was imported"};
}

std::unique_ptr<ByteSource> open_file(const std::filesystem::path& path, const std::stop_token& stop) {
  return std::make_unique<FileSource>(path, stop);
}

std::unique_ptr<ByteSource> from_memory(std::string_view bytes) {
  return std::make_unique<MemorySource>(bytes);
}

std::unique_ptr<ByteSource> gunzipped(std::unique_ptr<ByteSource> inner) {
  return std::make_unique<GunzippedSource>(std::move(inner));
}

}  // namespace exportd::search
