#include "api/rate_limit.hpp"

#include <algorithm>
#include <cmath>

#include "core/limits.hpp"

namespace exportd::api {

namespace {
// Above the number of buckets that are remembered all newcomers share this one: an attacker with many networks
// limits other newcomers, never those who are known.
constexpr const char* everybody_else = "";
}  // namespace

void RateLimit::fill(Bucket& bucket, MonotonicTime now) const {
  const std::chrono::duration<double> passed = now - bucket.seen;
  const auto full = static_cast<double>(per_minute_);
  bucket.tokens = std::min(full, bucket.tokens + passed.count() * full / 60.0);
  bucket.seen = now;
}

void RateLimit::forget_full_ones(MonotonicTime now) {
  next_forgetting_ = now + std::chrono::seconds(1);  // a crowd of newcomers must not make each of them look at all
  std::erase_if(buckets_, [&](const auto& entry) {
    Bucket bucket = entry.second;
    fill(bucket, now);
    return bucket.tokens >= static_cast<double>(per_minute_);
  });
}

Allowance RateLimit::take(const std::string& client, std::uint64_t tokens, std::uint64_t taken) {
  if (per_minute_ == 0) return {.granted = true, .remaining = 0, .until_granted = {}};
  const MonotonicTime now = clock_.monotonic();
  const std::scoped_lock lock(mutex_);
  auto found = buckets_.find(client);
  if (found == buckets_.end()) {
    if (buckets_.size() >= limits::rate_limit_buckets_max && now >= next_forgetting_) forget_full_ones(now);
    const bool room = buckets_.size() < limits::rate_limit_buckets_max;
    const Bucket full{static_cast<double>(per_minute_), now};
    found = buckets_.try_emplace(room ? client : everybody_else, full).first;
  }
  Bucket& bucket = found->second;
  fill(bucket, now);
  const auto price = static_cast<double>(std::min(tokens, per_minute_ - std::min(taken, per_minute_)));
  Allowance allowance;
  allowance.granted = bucket.tokens >= price;
  if (allowance.granted) {
    bucket.tokens -= price;
  } else {
    const double seconds = std::ceil((price - bucket.tokens) * 60.0 / static_cast<double>(per_minute_));
    allowance.until_granted = std::chrono::seconds(std::max(1L, static_cast<long>(seconds)));
  }
  allowance.remaining = static_cast<std::uint64_t>(bucket.tokens);
  return allowance;
}

}  // namespace exportd::api
