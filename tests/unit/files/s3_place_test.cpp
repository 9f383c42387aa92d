#include "files/s3_place.hpp"

#include <gtest/gtest.h>

#include "core/failure.hpp"
#include "files/s3_part_plan.hpp"

namespace exportd::files {
namespace {

S3Place place(const std::string& bucket, const std::string& endpoint, const std::string& prefix = "") {
  S3Place made;
  made.bucket = bucket;
  made.endpoint = endpoint;
  made.prefix = s3_prefix(prefix);
  made.region = "eu-west-1";
  return made;
}

TEST(S3Place, puts_the_bucket_where_the_server_looks_for_it) {
  struct Case {
    const char* why;
    S3Place place;
    const char* url;
  };
  const Case cases[] = {
      {"AWS: in the host", place("exports", ""), "https://exports.s3.eu-west-1.amazonaws.com/a/b"},
      {"AWS, a bucket with dots: no certificate covers it", place("ex.ports", ""),
       "https://s3.eu-west-1.amazonaws.com/ex.ports/a/b"},
      {"a server of one's own", place("exports", "http://127.0.0.1:7070"), "http://127.0.0.1:7070/exports/a/b"},
      {"a prefix", place("exports", "", "x/y"), "https://exports.s3.eu-west-1.amazonaws.com/x/y/a/b"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(s3_service(c.place).endpoint + s3_path(c.place, "a/b"), c.url) << c.why;
  }
  S3Place china = place("exports", "");
  china.region = "cn-north-1";
  EXPECT_EQ(s3_service(china).endpoint, "https://exports.s3.cn-north-1.amazonaws.com.cn");
}

TEST(S3Place, encodes_what_is_asked_for) {
  EXPECT_EQ(s3_path(place("exports", ""), "", {{"prefix", "x/"}, {"uploads", ""}}), "/?prefix=x%2F&uploads=");
  EXPECT_EQ(s3_path(place("exports", "http://h"), "", {{"uploads", ""}}), "/exports?uploads=");
  EXPECT_EQ(s3_path(place("exports", "http://h"), "a", {{"uploadId", "i+/="}}), "/exports/a?uploadId=i%2B%2F%3D");
}

TEST(S3Place, takes_as_a_prefix_only_what_keys_can_begin_with) {
  EXPECT_EQ(s3_prefix(""), "");
  EXPECT_EQ(s3_prefix("/"), "");
  EXPECT_EQ(s3_prefix("a/b"), "a/b/");
  EXPECT_EQ(s3_prefix("a/b//"), "a/b/");
  for (const char* const bad : {"/a", "a//b", "a/../b", ".", "a b", "\xc3\xa5"}) {
    EXPECT_THROW(static_cast<void>(s3_prefix(bad)), Failure) << bad;
  }
  EXPECT_THROW(static_cast<void>(s3_prefix(std::string(501, 'a'))), Failure);
}

TEST(S3Place, asks_for_the_encryption_that_is_configured) {
  S3Place made = place("exports", "");
  using Headers = std::vector<std::string>;
  EXPECT_EQ(s3_encryption_headers(made), Headers{});
  made.encryption = S3Encryption::aes256;
  EXPECT_EQ(s3_encryption_headers(made), Headers{"x-amz-server-side-encryption: AES256"});
  made.encryption = S3Encryption::aws_kms;
  EXPECT_EQ(s3_encryption_headers(made), Headers{"x-amz-server-side-encryption: aws:kms"});
  made.kms_key = "arn:aws:kms:eu-west-1:1:key/2";
  EXPECT_EQ(s3_encryption_headers(made),
            (Headers{"x-amz-server-side-encryption: aws:kms",
                     "x-amz-server-side-encryption-aws-kms-key-id: arn:aws:kms:eu-west-1:1:key/2"}));
}

TEST(S3PartPlan, keeps_usual_parts_small_and_holds_the_largest_object) {
  EXPECT_EQ(part_bytes(1), 8 * limits::MiB);
  EXPECT_EQ(part_bytes(2'000), 8 * limits::MiB);
  EXPECT_EQ(part_bytes(2'001), 32 * limits::MiB);
  EXPECT_EQ(part_bytes(parts_max), 2'048 * limits::MiB);
}

TEST(S3PartPlan, bounds_what_is_in_memory) {
  constexpr std::size_t first = part_bytes_first;
  EXPECT_TRUE(may_start(0, 0, 64 * first)) << "one part may always go, however large";
  EXPECT_TRUE(may_start(2, 2 * first, first));
  EXPECT_FALSE(may_start(3, 3 * first, 1)) << "no more than three at once, however small";
  EXPECT_FALSE(may_start(1, 4 * first, first)) << "large ones one after another";
}

}  // namespace
}  // namespace exportd::files
