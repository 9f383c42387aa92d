// What S3Store has to do beside the contract, on a real server.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>

#include "core/failure.hpp"
#include "files/s3_checks.hpp"
#include "files/s3_part_plan.hpp"
#include "tests/contract/in_threads.hpp"
#include "tests/s3/bucket_of_a_test.hpp"

namespace exportd::files {
namespace {

constexpr std::size_t part = part_bytes_first;
const WallTime far_ahead{std::chrono::sys_days{std::chrono::year{2900} / 1 / 1}};

std::string some_bytes(std::size_t count, int seed = 0) {
  std::string bytes(count, '\0');
  for (std::size_t i = 0; i < count; ++i)
    bytes[i] = static_cast<char>((i * 31 / 7 + static_cast<std::size_t>(seed)) % 253);
  return bytes;
}

std::string failure_code(const std::function<void()>& action) {
  try {
    action();
  } catch (const Failure& failure) {
    return failure.code();
  }
  return "none";
}

class S3StoreTest : public ::testing::Test {
 protected:
  void put(const std::string& key, const std::string& bytes, std::size_t step = 1'000'003) {
    const auto sink = store_->create(ObjectKey(key), {});
    for (std::size_t at = 0; at < bytes.size(); at += step) sink->write(std::string_view(bytes).substr(at, step));
    sink->finish();
  }
  std::string get(const std::string& key, std::size_t step) {
    const auto reader = store_->open(ObjectKey(key));
    std::string bytes(static_cast<std::size_t>(reader->size()), '\0');
    for (std::size_t at = 0; at < bytes.size(); at += step) {
      const std::size_t wanted = std::min(step, bytes.size() - at);
      EXPECT_EQ(reader->read_at(at, std::span(bytes).subspan(at, wanted)), wanted);
    }
    return bytes;
  }

  contract::BucketOfATest bucket_;
  std::unique_ptr<S3Store> store_ = bucket_.store();
};

TEST_F(S3StoreTest, stores_every_length_around_its_parts) {
  for (const std::size_t bytes :
       {std::size_t{1}, part - 1, part, part + 1, 2 * part, 2 * part + 1, 5 * part + 12'345}) {
    const std::string key = "sizes/" + std::to_string(bytes);
    const std::string text = some_bytes(bytes);
    put(key, text);
    EXPECT_EQ(store_->stat(ObjectKey(key))->bytes, bytes);
    EXPECT_TRUE(get(key, 65'552) == text) << bytes;
    EXPECT_TRUE(get(key, bytes) == text) << bytes;
  }
  EXPECT_EQ(store_->abort_unfinished(far_ahead), 0U);
}

TEST_F(S3StoreTest, gives_a_key_to_one_of_many_large_uploads) {
  std::atomic<int> winners = 0, losers = 0, winner = -1;
  contract::in_threads(6, [&](int i) {
    const auto own = bucket_.store();
    const auto sink = own->create(ObjectKey("race"), {});
    sink->write(some_bytes(part + 1, i));
    const std::string code = failure_code([&] { sink->finish(); });
    if (code == "none") winner = i;
    (code == "none" ? winners : losers) += (code == "none" || code == "object_exists") ? 1 : 100;
  });
  EXPECT_EQ(winners, 1);
  EXPECT_EQ(losers, 5);
  EXPECT_TRUE(get("race", part) == some_bytes(part + 1, winner));
  EXPECT_EQ(store_->abort_unfinished(far_ahead), 0U) << "the losers took theirs away";
}

TEST_F(S3StoreTest, leaves_no_upload_of_a_sink_that_is_abandoned_with_parts_under_way) {
  {
    const auto sink = store_->create(ObjectKey("abandoned"), {});
    sink->write(some_bytes(3 * part + 1));
  }
  EXPECT_EQ(store_->abort_unfinished(far_ahead), 0U);
  EXPECT_TRUE(store_->list("").empty());
}

TEST_F(S3StoreTest, finds_what_dead_workers_left_by_when_it_began) {
  for (int i = 0; i < 3; ++i) static_cast<void>(store_->bucket().begin_upload({"dead/" + std::to_string(i), "marker"}));
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  EXPECT_EQ(store_->abort_unfinished(now - std::chrono::hours(1)), 0U);
  EXPECT_EQ(store_->abort_unfinished(now + std::chrono::hours(1)), 3U);
  EXPECT_EQ(store_->abort_unfinished(far_ahead), 0U);
}

TEST_F(S3StoreTest, reads_no_byte_of_another_object_than_was_opened) {
  put("object", some_bytes(3 * part));
  const auto reader = store_->open(ObjectKey("object"));
  std::string bytes(100, '\0');
  EXPECT_EQ(reader->read_at(0, bytes), 100U);
  EXPECT_TRUE(store_->remove(ObjectKey("object")));
  EXPECT_EQ(failure_code([&] { reader->read_at(part, bytes); }), "store_error") << "gone";
  put("object", some_bytes(3 * part, 7));
  EXPECT_EQ(failure_code([&] { reader->read_at(part, bytes); }), "store_error") << "another one, as long as it was";
}

TEST_F(S3StoreTest, is_read_by_many_threads_from_anywhere) {
  const std::string text = some_bytes(3 * part + 77);
  put("object", text);
  const auto reader = store_->open(ObjectKey("object"));
  contract::in_threads(8, [&](int i) {
    for (std::size_t round = 0; round < 20; ++round) {
      const std::size_t at = (static_cast<std::size_t>(i) * 7'654'321 + round * 1'234'567) % text.size();
      std::string bytes(100'000, '\0');
      bytes.resize(reader->read_at(at, bytes));
      EXPECT_TRUE(bytes == text.substr(at, 100'000)) << at;
    }
  });
}

TEST_F(S3StoreTest, sees_only_what_is_under_its_prefix) {
  put("inside", "1");
  contract::BucketOfATest other;
  EXPECT_TRUE(other.store()->list("").empty());
  EXPECT_FALSE(other.store()->stat(ObjectKey("inside")).has_value());
}

TEST_F(S3StoreTest, is_checked_without_a_trace) {
  EXPECT_NE(checked_bucket(*store_).find("strangers are refused"), std::string::npos);
  EXPECT_TRUE(store_->list("").empty());
}

}  // namespace
}  // namespace exportd::files
