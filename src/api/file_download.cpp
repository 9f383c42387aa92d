#include "api/file_download.hpp"

#include <algorithm>
#include <exception>

#include "api/problem.hpp"
#include "core/limits.hpp"

namespace exportd::api {

OpenedObject open_object(const ServiceParts& parts, const ObjectKey& key) {
  if (parts.identities.empty()) {
    throw ProblemAnswer{{.status = 503,
                         .code = "no_identity",
                         .detail = "files cannot be downloaded from this instance, as it has no key that opens them: "
                                   "ask another instance, or the operator for an identity file",
                         .parameter = {},
                         .more = {}},
                        {{"Retry-After", "10"}}};
  }
  OpenedObject object;
  object.sealed = parts.files.open(key);
  if (!object.sealed) {
    throw Failure(FailureKind::ours, "object_missing", "the stored file is gone: restore it, or run the export again",
                  key.text());
  }
  object.plain = std::make_unique<seal::OpeningReader>(*object.sealed, parts.identities);
  return object;
}

std::size_t FileDownload::read(std::span<char> into) {
  const std::uint64_t at = part_.offset + given_;
  std::uint64_t wanted = std::min<std::uint64_t>(into.size(), part_.bytes - given_);
  // Blocks that end where a chunk ends are opened where they go, and no chunk is opened twice.
  const std::uint64_t beyond_chunk = (at + wanted) % limits::seal_chunk_bytes;
  if (beyond_chunk < wanted && given_ + wanted < part_.bytes) wanted -= beyond_chunk;
  try {
    const std::size_t read = object_.plain->read_at(at, into.first(static_cast<std::size_t>(wanted)));
    if (read == 0) {
      throw Failure(FailureKind::ours, "object_cut", "the stored file ends before its end: restore it");
    }
    given_ += read;
    return read;
  } catch (const Failure& failure) {
    watch_.failed(failure);
    throw;
  } catch (const std::exception& unexpected) {
    watch_.failed(Failure(FailureKind::ours, "internal_error", "an unexpected error", unexpected.what()));
    throw;
  }
}

}  // namespace exportd::api
