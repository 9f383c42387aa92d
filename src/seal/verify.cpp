#include "seal/verify.hpp"

#include <future>
#include <utility>
#include <vector>

#include "core/failure.hpp"
#include "core/limits.hpp"
#include "seal/digest_sink.hpp"

namespace exportd::seal {
namespace {

// The end of a chain of sinks that is there only to look at the bytes.
class NullSink final : public ByteSink {
 public:
  void write(std::string_view) override {}
  void finish() override {}
};

constexpr std::size_t verify_block_bytes = 16 * limits::seal_chunk_bytes;

void throw_if_stopped(const std::stop_token& stop) {
  if (!stop.stop_requested()) return;
  throw Failure(FailureKind::cancel, "cancelled",
                "reading the stored file: cancelled on request: it was not read to its end");
}

}  // namespace

Verified verify_object(ObjectReader& object, const FileKey& file_key, std::string_view expected_header,
                       const std::stop_token& stop) {
  OpeningReader reader(object, file_key, expected_header);
  NullSink nowhere;
  DigestSink digest(nowhere);
  // One block is hashed while the next is opened.
  std::vector<char> opened(verify_block_bytes);
  std::vector<char> hashed(verify_block_bytes);
  std::future<void> hashing;
  for (std::uint64_t at = 0; at < reader.size();) {
    throw_if_stopped(stop);
    const std::size_t bytes = reader.read_at(at, opened);
    at += bytes;
    if (hashing.valid()) hashing.get();
    std::swap(opened, hashed);
    hashing = std::async(std::launch::async,
                         [&digest, text = std::string_view(hashed.data(), bytes)] { digest.write(text); });
  }
  if (hashing.valid()) hashing.get();
  digest.finish();
  return {digest.bytes(), digest.sha256()};
}

std::uint64_t copy_plain(OpeningReader& reader, ByteSink& out, const std::stop_token& stop) {
  std::vector<char> block(limits::seal_chunk_bytes);
  std::uint64_t copied = 0;
  while (copied < reader.size()) {
    throw_if_stopped(stop);
    const std::size_t bytes = reader.read_at(copied, block);
    out.write({block.data(), bytes});
    copied += bytes;
  }
  return copied;
}

}  // namespace exportd::seal
