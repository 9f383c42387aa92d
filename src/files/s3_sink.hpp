// S3Sink: one object on its way into a bucket. What fits into one part goes by one request when it is finished; what
// does not, in parts while it is made. Either way the bucket has a whole object of that key or none.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/ports.hpp"
#include "files/s3_bucket.hpp"
#include "files/s3_part_uploads.hpp"

namespace exportd::files {

class S3Sink final : public ByteSink {
 public:
  // Asks nothing yet. The bucket outlives its sinks. `stop` breaks off what is on its way, but for the request that
  // completes an upload.
  S3Sink(S3Bucket& bucket, std::string key, std::stop_token stop);
  // Aborts an upload that is not finished; one that it cannot reach is found by abort_unfinished.
  ~S3Sink() override;
  S3Sink(const S3Sink&) = delete;
  S3Sink& operator=(const S3Sink&) = delete;

  void write(std::string_view bytes) override;
  // On return the object is visible. On Failure retry or cancel it may be, if S3 could not be asked any more; else it
  // is not.
  void finish() override;

 private:
  enum class State { open, finished, broken /* an earlier call failed: the object must never be published */ };

  void require_open() const;
  void send_part();
  void publish();
  [[nodiscard]] bool is_ours(std::chrono::seconds patience);
  void take_back();
  [[noreturn]] void refuse(S3Published outcome);

  S3Bucket& bucket_;
  const S3Label label_;
  const std::stop_token stop_;
  State state_ = State::open;
  int number_ = 1;    // of the part that is being filled
  std::string part_;  // at most part_bytes(number_)
  std::uint64_t bytes_ = 0;
  std::string upload_;                                                // its id; empty: none was begun
  std::optional<PartUploads> parts_;                                  // of that upload
  std::optional<std::stop_callback<std::function<void()>>> on_stop_;  // of those parts
};

}  // namespace exportd::files
