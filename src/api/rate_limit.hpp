// RateLimit: token buckets, one for each client network. A bucket holds a minute's worth and fills evenly; what does
// not fit is refused before anything is done. Memory is bounded: a full bucket need not be remembered.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

#include "core/ports.hpp"

namespace exportd::api {

struct Allowance {
  bool granted = false;
  std::uint64_t remaining = 0;           // whole requests that would be granted now
  std::chrono::seconds until_granted{};  // when refused: after so long it would be granted; at least 1
};

class RateLimit {
 public:
  // per_minute 0: no limit.
  RateLimit(std::uint64_t per_minute, const Clock& clock) : per_minute_(per_minute), clock_(clock) {}

  // `taken`: what the same request was granted before. All it costs is at most the limit, or it would never be granted.
  [[nodiscard]] Allowance take(const std::string& client, std::uint64_t tokens = 1, std::uint64_t taken = 0);
  [[nodiscard]] std::uint64_t per_minute() const { return per_minute_; }

 private:
  struct Bucket {
    double tokens = 0;
    MonotonicTime seen{};
  };
  void forget_full_ones(MonotonicTime now);
  void fill(Bucket& bucket, MonotonicTime now) const;

  const std::uint64_t per_minute_;
  const Clock& clock_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
  MonotonicTime next_forgetting_{};
};

}  // namespace exportd::api
