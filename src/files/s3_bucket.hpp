// S3Bucket: one bucket over S3's HTTP API (https://docs.aws.amazon.com/AmazonS3/latest/API/). Knows requests and
// answers, not what they are for. Safe from several threads. Keys are without the place's prefix.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/ports.hpp"
#include "files/s3_place.hpp"
#include "files/s3_xml.hpp"
#include "files/system_failure.hpp"
#include "net/aws_client.hpp"

namespace exportd::files {

// An object as the bucket has it.
struct S3Head {
  std::uint64_t bytes = 0;
  WallTime modified{};  // whole seconds
  std::string etag;
  std::string marker;  // of the upload that made it (S3Label); empty: somebody else did
};

// What is said of an object when it is made. The marker is random and of one upload: by it an upload whose answer was
// lost knows its own object again.
struct S3Label {
  std::string key;
  std::string marker;
};

enum class S3Published {
  yes,
  taken,        // the key has an object; perhaps our own, made by a try whose answer was lost
  upload_gone,  // there is no such upload: aborted, or completed by a try whose answer was lost
};

class S3Bucket {
 public:
  static constexpr std::chrono::seconds usual_patience{120};  // more for a body that needs more

  S3Bucket(S3Place place, std::shared_ptr<net::AwsCredentialSource> credentials, const Clock& clock);

  // Failures of all: s3_failure.hpp. Where a call that writes throws retry, it is not known whether it was done.

  // nullopt: the bucket is there, and the object is not. `patience`: of all tries.
  [[nodiscard]] std::optional<S3Head> head(std::string_view key, std::chrono::seconds patience = usual_patience);
  // Exactly so many bytes of the object with that ETag; Failure ours "store_error" if it is another now, or gone.
  [[nodiscard]] std::vector<char> read(std::string_view key, const std::string& etag, std::uint64_t offset,
                                       std::size_t bytes);
  void remove(std::string_view key);  // no error if there is none
  // `prefix` is put behind the place's own; `next`: as the page before said, at first empty.
  [[nodiscard]] S3ObjectPage list(std::string_view prefix, const std::string& next);

  // The whole object at once. Never replaces one. A `stop` leaves it open whether it was made.
  [[nodiscard]] S3Published put(const S3Label& label, std::string bytes, const std::stop_token& stop);

  // In parts.
  [[nodiscard]] std::string begin_upload(const S3Label& label);
  [[nodiscard]] S3Part put_part(std::string_view key, const std::string& upload, int number, std::string bytes,
                                const std::stop_token& stop);
  [[nodiscard]] S3Published complete(std::string_view key, const std::string& upload, const std::vector<S3Part>& parts,
                                     std::uint64_t bytes);
  // False: there was none. `patience`: of all tries.
  bool abort(std::string_view key, const std::string& upload, std::chrono::seconds patience);
  // The page behind `before`; of an empty one the first. Keys are those of the bucket, with the place's prefix; some
  // may lie elsewhere.
  [[nodiscard]] S3UploadPage uploads(const S3UploadPage& before);

  // What the bucket says of itself: `what` is "versioning", "lifecycle", "publicAccessBlock". Whatever the answer.
  [[nodiscard]] net::HttpResponse ask_about(const std::string& what);

  [[nodiscard]] const S3Place& place() const { return place_; }
  [[nodiscard]] std::string url_of(std::string_view key) const;

 private:
  struct Ask {
    Doing doing = Doing::reading;
    std::chrono::seconds patience = usual_patience;  // of all tries
    std::stop_token stop = {};
  };
  net::HttpResponse answer(const net::AwsRequest& request, const Ask& ask);
  [[noreturn]] void refuse(Doing doing, const net::HttpResponse& response, const net::AwsRequest& request) const;
  [[nodiscard]] std::string asked(const net::AwsRequest& request) const;

  const S3Place place_;
  net::AwsClient client_;
};

}  // namespace exportd::files
