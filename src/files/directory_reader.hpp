// DirectoryReader: an object of a DirectoryStore, open for reading from any offset by any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/ports.hpp"
#include "files/file_descriptor.hpp"

namespace exportd::files {

class DirectoryReader final : public ObjectReader {
 public:
  // `name` is for the details of failures.
  DirectoryReader(FileDescriptor file, std::uint64_t bytes, std::string name)
      : file_(std::move(file)), bytes_(bytes), name_(std::move(name)) {}

  [[nodiscard]] std::uint64_t size() const override { return bytes_; }
  std::size_t read_at(std::uint64_t offset, std::span<char> into) override;

 private:
  FileDescriptor file_;
  std::uint64_t bytes_;  // objects never change
  std::string name_;
};

}  // namespace exportd::files
