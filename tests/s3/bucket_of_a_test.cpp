#include "tests/s3/bucket_of_a_test.hpp"

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <thread>

#include "net/aws_fixed_credentials.hpp"

namespace exportd::contract {
namespace {

std::string unique_prefix() {
  static std::atomic<int> tests = 0;
  return files::s3_prefix("test-" + std::to_string(::getpid()) + "-" + std::to_string(++tests));
}

}  // namespace

std::string required_variable(const char* name) {
  const char* const value = std::getenv(name);
  if (value != nullptr && *value != '\0') return value;
  throw std::runtime_error(std::string(name) +
                           " is not set: these tests need a server of S3: see bucket_of_a_test.hpp");
}

WallTime RealClock::wall() const {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

bool RealClock::sleep_until(MonotonicTime until, const std::stop_token& stop) {
  std::this_thread::sleep_until(until);
  return !stop.stop_requested();
}

std::unique_ptr<files::S3Store> store_of_variables(const std::string& prefix, const Clock& clock) {
  files::S3Place place;
  place.bucket = required_variable("EXPORTD_S3_BUCKET");
  place.prefix = prefix;
  place.region = required_variable("AWS_REGION");
  place.endpoint = required_variable("EXPORTD_S3");
  auto credentials = std::make_shared<net::FixedAwsCredentials>(
      net::AwsCredentials{.access_key_id = required_variable("AWS_ACCESS_KEY_ID"),
                          .secret_access_key = required_variable("AWS_SECRET_ACCESS_KEY"),
                          .session_token = {},
                          .expires = {}});
  return std::make_unique<files::S3Store>(std::move(place), std::move(credentials), clock);
}

BucketOfATest::BucketOfATest() : prefix_(unique_prefix()) {}

BucketOfATest::~BucketOfATest() {
  try {
    const auto left = store();
    static_cast<void>(left->abort_unfinished(WallTime::max()));
    for (const ObjectKey& key : left->list("")) static_cast<void>(left->remove(key));
  } catch (const std::exception& error) {
    std::cerr << "objects of a test stay: " << error.what() << "\n";
  }
}

}  // namespace exportd::contract
