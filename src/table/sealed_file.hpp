// SealedFile: blocks of bytes in a file without a name, each sealed with ChaCha20-Poly1305 under a random key that is
// nowhere but in this object. What is left on the disk after a crash can be read by nobody.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

#include <openssl/evp.h>

namespace exportd::table {

class SealedFile {
 public:
  // Failure ours "spool_failed" when `folder` takes no files.
  explicit SealedFile(const std::filesystem::path& folder);
  ~SealedFile();
  SealedFile(const SealedFile&) = delete;
  SealedFile& operator=(const SealedFile&) = delete;

  // Failure ours "disk_full" when it does not fit.
  void append(std::string_view block);
  [[nodiscard]] std::size_t blocks() const { return ends_.size(); }
  // Fills `into` with the block; Failure ours "spool_failed" when it is not as it was written.
  void read(std::size_t block, std::vector<char>& into, std::size_t slack_bytes);

 private:
  static constexpr std::size_t tag_bytes = 16;

  void write_all(const unsigned char* bytes, std::size_t count);
  void read_all(unsigned char* bytes, std::size_t count, std::uint64_t offset);

  int file_ = -1;
  std::array<unsigned char, 32> key_{};
  std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> cipher_;
  std::vector<unsigned char> sealed_;
  std::vector<std::uint64_t> ends_;  // of the blocks, as file offsets
};

}  // namespace exportd::table
