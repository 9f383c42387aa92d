// S3Store: sealed objects in a bucket of S3, or of a server that speaks its API (docs/s3.md). An object is published by
// one conditional request, so that no key is ever written twice; what is unfinished is an upload that no reader sees.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ports.hpp"
#include "files/s3_bucket.hpp"
#include "files/s3_reader.hpp"

namespace exportd::files {

// Any number of threads and processes may use one bucket at once. Failures:
//   ours   object_exists      the key is taken
//   ours   bad_object_key     not a key: as DirectoryStore has it
//   ours   not_allowed        the credentials, or what they may do
//   ours   disk_full          no room is left, on a server of one's own
//   ours   store_error        everything else that does not heal by itself
//   retry  store_unavailable  S3 did not answer, or not as it should, tried again for a while
//   cancel cancelled          a stop was requested
//   and those of net::AwsClient about trust and credentials.
// Messages name neither the bucket nor a host; the details do.
class S3Store final : public FileStore {
 public:
  // Asks nothing yet. `place.prefix` as s3_prefix makes it.
  S3Store(S3Place place, std::shared_ptr<net::AwsCredentialSource> credentials, const Clock& clock);

  std::unique_ptr<ByteSink> create(const ObjectKey& key, const std::stop_token& stop) override;
  std::unique_ptr<ObjectReader> open(const ObjectKey& key) override;
  std::optional<ObjectStat> stat(const ObjectKey& key) override;
  // S3 does not tell whether there was one, so it is looked up first: of two that remove it at the same moment both
  // may be told true. No key is ever written again, so nothing else is lost by it.
  bool remove(const ObjectKey& key) override;
  std::vector<ObjectKey> list(std::string_view prefix) override;
  // An upload counts from its beginning.
  std::size_t abort_unfinished(WallTime before) override;

  [[nodiscard]] S3Bucket& bucket() { return bucket_; }

 private:
  S3Bucket bucket_;
  const std::shared_ptr<ReadAhead> read_ahead_ = std::make_shared<ReadAhead>();
};

}  // namespace exportd::files
