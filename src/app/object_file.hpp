// ObjectFile: a stored object that lies as a plain file somewhere, for `exportd decrypt`.
#pragma once

#include <filesystem>
#include <fstream>

#include "core/ports.hpp"

namespace exportd::app {

class ObjectFile final : public ObjectReader {
 public:
  // Failure ours "not_readable" naming the file.
  explicit ObjectFile(const std::filesystem::path& path);

  [[nodiscard]] std::uint64_t size() const override { return size_; }
  std::size_t read_at(std::uint64_t offset, std::span<char> into) override;

 private:
  std::filesystem::path path_;
  std::ifstream stream_;
  std::uint64_t size_ = 0;
};

}  // namespace exportd::app
