#include "seal/opening_reader.hpp"

#include <algorithm>

#include "core/failure.hpp"
#include "core/limits.hpp"

namespace exportd::seal {
namespace {

Failure corrupt(std::uint64_t chunk, const std::string& why) {
  return {FailureKind::ours, "seal_corrupt",
          "the stored file cannot be opened: chunk " + std::to_string(chunk) + " " + why +
              ": run the export again or restore the file"};
}

PayloadNonce read_nonce(ObjectReader& sealed, std::uint64_t header_bytes) {
  PayloadNonce nonce{};
  std::array<char, payload_nonce_bytes> text{};
  // A short read leaves zeros, and PayloadShape has refused such a length before.
  sealed.read_at(header_bytes, text);
  std::ranges::copy(text, nonce.begin());
  return nonce;
}

}  // namespace

OpeningReader::OpeningReader(ObjectReader& sealed, std::span<const Identity> identities)
    : OpeningReader(sealed, open_header(sealed, identities)) {}

OpeningReader::OpeningReader(ObjectReader& sealed, const FileKey& file_key, std::string_view expected_header)
    : OpeningReader(sealed, compare_header(sealed, file_key, expected_header)) {}

OpeningReader::OpeningReader(ObjectReader& sealed, const OpenedHeader& opened)
    : sealed_(sealed),
      shape_(PayloadShape::of(opened.bytes, sealed.size())),
      opener_(payload_key(opened.file_key, read_nonce(sealed, opened.bytes))),
      chunk_(sealed_chunk_bytes) {
  // If it opens as the last chunk under its index, the object's length is the one that was sealed.
  load(shape_.chunks - 1);
}

OpeningReader::~OpeningReader() {
  wipe(writable_bytes_of(chunk_));
}

std::size_t OpeningReader::read_at(std::uint64_t offset, std::span<char> into) {
  std::size_t given = 0;
  while (given < into.size() && offset < shape_.plain_bytes) {
    const std::uint64_t index = offset / limits::seal_chunk_bytes;
    const std::size_t within = static_cast<std::size_t>(offset % limits::seal_chunk_bytes);
    const std::size_t plain_bytes = shape_.chunk_bytes(index) - aead_tag_bytes;
    const std::size_t taken = std::min(into.size() - given, plain_bytes - within);
    if (taken == plain_bytes && loaded_ != index) {  // a whole chunk is opened where it is wanted
      loaded_.reset();
      open_chunk(index, writable_bytes_of(into.subspan(given, taken)));
    } else {
      load(index);
      std::ranges::copy(std::span(chunk_).subspan(within, taken), into.begin() + static_cast<std::ptrdiff_t>(given));
    }
    given += taken;
    offset += taken;
  }
  return given;
}

void OpeningReader::load(std::uint64_t index) {
  if (loaded_ == index) return;
  loaded_.reset();
  open_chunk(index, writable_bytes_of(chunk_).first(shape_.chunk_bytes(index) - aead_tag_bytes));
  loaded_ = index;
}

void OpeningReader::open_chunk(std::uint64_t index, WritableBytes plain) {
  const std::span<char> sealed = std::span(chunk_).first(shape_.chunk_bytes(index));
  if (sealed_.read_at(shape_.chunk_at(index), sealed) != sealed.size()) throw corrupt(index, "is cut short");
  if (opener_.open(chunk_nonce(index, shape_.last(index)), writable_bytes_of(sealed), plain)) return;
  throw corrupt(index, "of " + std::to_string(shape_.chunks) + " is not what was sealed");
}

}  // namespace exportd::seal
