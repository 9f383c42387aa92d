// OpeningReader: the plain bytes of a sealed object, from any offset. Each 64 KiB chunk is authenticated before a
// byte of it is given out; the length is authenticated when the reader is made.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/ports.hpp"
#include "seal/aead.hpp"
#include "seal/file_key.hpp"
#include "seal/header_opening.hpp"
#include "seal/identity.hpp"
#include "seal/stream.hpp"

namespace exportd::seal {

// One thread at a time; it keeps one chunk. Every Failure is of kind ours:
//   not_sealed            not an age file, or an armored one
//   seal_header_invalid   breaks the grammar or a limit (64 KiB, 20 stanzas), or its MAC is wrong
//   seal_passphrase       sealed to a passphrase (scrypt), which this program never does
//   seal_no_identity      sealed to other recipients
//   seal_corrupt          cut short, lengthened, or some chunk is not what was sealed
class OpeningReader final : public ObjectReader {
 public:
  // `sealed` must outlive this.
  OpeningReader(ObjectReader& sealed, std::span<const Identity> identities);
  // With what SealingSink left: needs no identity, and takes no other header than the one that was written.
  OpeningReader(ObjectReader& sealed, const FileKey& file_key, std::string_view expected_header);
  ~OpeningReader() override;  // wipes the chunk it keeps
  OpeningReader(const OpeningReader&) = delete;
  OpeningReader& operator=(const OpeningReader&) = delete;

  [[nodiscard]] std::uint64_t size() const override { return shape_.plain_bytes; }
  std::size_t read_at(std::uint64_t offset, std::span<char> into) override;

 private:
  OpeningReader(ObjectReader& sealed, const OpenedHeader& opened);
  void load(std::uint64_t index);
  // Reads a chunk into chunk_ and opens it into `plain`, which may be the beginning of chunk_.
  void open_chunk(std::uint64_t index, WritableBytes plain);

  ObjectReader& sealed_;
  PayloadShape shape_;
  AeadOpener opener_;
  std::vector<char> chunk_;              // opened in place
  std::optional<std::uint64_t> loaded_;  // which chunk chunk_ holds, authenticated
};

}  // namespace exportd::seal
