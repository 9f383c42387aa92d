#include "seal/verify.hpp"

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

}  // namespace

Verified verify_object(ObjectReader& object, const FileKey& file_key, std::string_view expected_header,
                       const std::stop_token& stop) {
  OpeningReader reader(object, file_key, expected_header);
  NullSink nowhere;
  DigestSink digest(nowhere);
  copy_plain(reader, digest, stop);
  digest.finish();
  return {digest.bytes(), digest.sha256()};
}

std::uint64_t copy_plain(OpeningReader& reader, ByteSink& out, const std::stop_token& stop) {
  std::vector<char> block(limits::seal_chunk_bytes);
  std::uint64_t copied = 0;
  while (copied < reader.size()) {
    if (stop.stop_requested()) {
      throw Failure(FailureKind::cancel, "cancelled",
                    "reading the stored file: cancelled on request: it was not read to its end");
    }
    const std::size_t bytes = reader.read_at(copied, block);
    out.write({block.data(), bytes});
    copied += bytes;
  }
  return copied;
}

}  // namespace exportd::seal
