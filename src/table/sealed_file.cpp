#include "table/sealed_file.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <cerrno>
#include <string>
#include <system_error>

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include "core/failure.hpp"

namespace exportd::table {
namespace {

[[noreturn]] void fail(const char* doing, int error) {
  const std::string detail = std::string(doing) + ": " + std::generic_category().message(error);
  if (error == ENOSPC || error == EDQUOT || error == EFBIG) {
    throw Failure(FailureKind::ours, "disk_full",
                  "the table does not fit: the disk of the work folder is full: free space there or choose "
                  "columns=all, which needs none",
                  detail);
  }
  throw Failure(FailureKind::ours, "spool_failed",
                "the table could not be held: the work folder cannot be used: see the log", detail);
}

int open_nameless(const std::filesystem::path& folder) {
  const int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (file >= 0) return file;
  // Not every file system can do that; a name that is removed at once comes near.
  if (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL) fail("opening the spool", errno);
  std::string name = (folder / "spool-XXXXXX").string();
  const int named = ::mkostemp(name.data(), O_CLOEXEC);
  if (named < 0) fail("opening the spool", errno);
  ::unlink(name.c_str());
  return named;
}

// Each key seals each number once: the key is new with each file, the number is the block's.
std::array<unsigned char, 12> nonce_of(std::size_t block) {
  std::array<unsigned char, 12> nonce{};
  for (std::size_t i = 0; i < 8; ++i) nonce[4 + i] = static_cast<unsigned char>(block >> (56 - 8 * i));
  return nonce;
}

void require(bool done, const char* doing) {
  if (!done) {
    throw Failure(FailureKind::ours, "spool_failed",
                  "the table could not be held: what was put aside is not as it was written: try again", doing);
  }
}

}  // namespace

SealedFile::SealedFile(const std::filesystem::path& folder) : cipher_(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free) {
  require(cipher_ != nullptr, "no cipher context");
  require(RAND_bytes(key_.data(), static_cast<int>(key_.size())) == 1, "no random key");
  file_ = open_nameless(folder);
}

SealedFile::~SealedFile() {
  OPENSSL_cleanse(key_.data(), key_.size());
  ::close(file_);
}

void SealedFile::append(std::string_view block) {
  EVP_CIPHER_CTX* const cipher = cipher_.get();
  const auto nonce = nonce_of(ends_.size());
  sealed_.resize(block.size() + tag_bytes);
  int bytes = 0, rest = 0;
  require(EVP_EncryptInit_ex(cipher, EVP_chacha20_poly1305(), nullptr, key_.data(), nonce.data()) == 1 &&
              EVP_EncryptUpdate(cipher, sealed_.data(), &bytes, reinterpret_cast<const unsigned char*>(block.data()),
                                static_cast<int>(block.size())) == 1 &&
              EVP_EncryptFinal_ex(cipher, sealed_.data() + bytes, &rest) == 1 &&
              EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, tag_bytes, sealed_.data() + block.size()) == 1,
          "sealing");
  write_all(sealed_.data(), sealed_.size());
  ends_.push_back((ends_.empty() ? 0 : ends_.back()) + sealed_.size());
}

void SealedFile::read(std::size_t block, std::vector<char>& into, std::size_t slack_bytes) {
  const std::uint64_t from = block == 0 ? 0 : ends_[block - 1];
  sealed_.resize(ends_[block] - from);
  read_all(sealed_.data(), sealed_.size(), from);

  const std::size_t size = sealed_.size() - tag_bytes;
  into.resize(size + slack_bytes);
  EVP_CIPHER_CTX* const cipher = cipher_.get();
  const auto nonce = nonce_of(block);
  auto* const plain = reinterpret_cast<unsigned char*>(into.data());
  int bytes = 0, rest = 0;
  require(EVP_DecryptInit_ex(cipher, EVP_chacha20_poly1305(), nullptr, key_.data(), nonce.data()) == 1 &&
              EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, tag_bytes, sealed_.data() + size) == 1 &&
              EVP_DecryptUpdate(cipher, plain, &bytes, sealed_.data(), static_cast<int>(size)) == 1 &&
              EVP_DecryptFinal_ex(cipher, plain + bytes, &rest) == 1,
          "opening");
}

void SealedFile::write_all(const unsigned char* bytes, std::size_t count) {
  while (count != 0) {
    const ssize_t written = ::write(file_, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("writing the spool", errno);
    bytes += written;
    count -= static_cast<std::size_t>(written);
  }
}

void SealedFile::read_all(unsigned char* bytes, std::size_t count, std::uint64_t offset) {
  while (count != 0) {
    const ssize_t got = ::pread(file_, bytes, count, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail("reading the spool", errno);
    require(got != 0, "the spool ends early");
    bytes += got;
    offset += static_cast<std::uint64_t>(got);
    count -= static_cast<std::size_t>(got);
  }
}

}  // namespace exportd::table
