#include "app/object_file.hpp"

#include <algorithm>

#include "core/failure.hpp"

namespace exportd::app {

namespace fs = std::filesystem;

ObjectFile::ObjectFile(const fs::path& path) : path_(path) {
  // Looked at before it is opened: opening a pipe would wait for its writer.
  std::error_code error;
  if (fs::is_regular_file(path, error)) stream_.open(path, std::ios::binary);
  if (stream_.is_open()) size_ = fs::file_size(path, error);
  if (!stream_.is_open() || error) {
    throw Failure(FailureKind::ours, "not_readable",
                  "cannot read " + path.string() +
                      ": no such file, not a regular one, or not readable: give the path of a stored object");
  }
}

std::size_t ObjectFile::read_at(std::uint64_t offset, std::span<char> into) {
  if (offset >= size_) return 0;
  const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), size_ - offset));
  stream_.clear();
  stream_.seekg(static_cast<std::streamoff>(offset));
  stream_.read(into.data(), static_cast<std::streamsize>(wanted));
  if (static_cast<std::size_t>(stream_.gcount()) != wanted) {
    throw Failure(FailureKind::ours, "not_readable", "cannot read " + path_.string() + ": the file ended early");
  }
  return wanted;
}

}  // namespace exportd::app
