// S3Place: which bucket, how it is addressed and encrypted; and the paths of requests to it. Pure.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/task_id.hpp"
#include "net/aws_client.hpp"

namespace exportd::files {

// What S3 encrypts stored objects with, beside our own seal.
enum class S3Encryption {
  as_bucket,  // nothing is asked for: what the bucket does by itself
  aes256,     // keys of S3's own
  aws_kms,
};

struct S3Place {
  std::string bucket;
  std::string prefix;    // of all keys, with a slash at its end; empty: none. As s3_prefix makes it
  std::string region;    // "eu-west-1"
  std::string endpoint;  // "http://127.0.0.1:7070", without a slash at its end; empty: AWS's own of the region
  std::string ca_file;   // empty: the system's
  S3Encryption encryption = S3Encryption::as_bucket;
  std::string kms_key;  // with aws_kms; empty: the key that AWS holds for the account
};

using S3Query = std::vector<std::pair<std::string, std::string>>;

// "exports" → "exports/". Failure reject "bad_config" if no object key could begin so.
[[nodiscard]] std::string s3_prefix(const std::string& configured);

// At an endpoint of AWS the bucket is in the host's name, unless it has dots, which the certificate does not cover;
// at any other it is the first segment of the path:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
[[nodiscard]] net::AwsService s3_service(const S3Place& place);

// "/bucket/exports/env/file?uploadId=…", encoded; `key` empty: the bucket itself.
[[nodiscard]] std::string s3_path(const S3Place& place, std::string_view key, const S3Query& query = {});

// The headers that ask for the configured encryption.
[[nodiscard]] std::vector<std::string> s3_encryption_headers(const S3Place& place);

}  // namespace exportd::files
