// A part of a real bucket that one test has for itself. EXPORTD_S3=http://host:7070, EXPORTD_S3_BUCKET and the usual
// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION say which.
#pragma once

#include <memory>
#include <string>

#include "core/ports.hpp"
#include "files/s3_store.hpp"

namespace exportd::contract {

// Of a process; one that is not set ends the test.
[[nodiscard]] std::string required_variable(const char* name);

class RealClock final : public Clock {
 public:
  [[nodiscard]] WallTime wall() const override;
  [[nodiscard]] MonotonicTime monotonic() const override { return std::chrono::steady_clock::now(); }
  bool sleep_until(MonotonicTime until, const std::stop_token& stop) override;
};

// The store of those variables, its keys under `prefix`. The clock outlives it.
[[nodiscard]] std::unique_ptr<files::S3Store> store_of_variables(const std::string& prefix, const Clock& clock);

class BucketOfATest {
 public:
  BucketOfATest();
  ~BucketOfATest();  // removes what is left under its prefix
  BucketOfATest(const BucketOfATest&) = delete;
  BucketOfATest& operator=(const BucketOfATest&) = delete;

  [[nodiscard]] std::unique_ptr<files::S3Store> store() const { return store_of_variables(prefix_, clock_); }

 private:
  const std::string prefix_;
  RealClock clock_;
};

}  // namespace exportd::contract
