#include "files/s3_place.hpp"

#include "core/failure.hpp"
#include "files/object_key.hpp"
#include "net/aws_signature.hpp"

namespace exportd::files {
namespace {

// A key of ours and what stands before it must fit into the 1,024 bytes of a key of S3's.
constexpr std::size_t prefix_bytes_max = 500;

bool bucket_in_host(const S3Place& place) {
  return place.endpoint.empty() && place.bucket.find('.') == std::string::npos;
}

}  // namespace

std::string s3_prefix(const std::string& configured) {
  std::string_view name = configured;
  while (name.ends_with('/')) name.remove_suffix(1);
  if (name.empty()) return {};
  try {
    if (name.size() <= prefix_bytes_max) static_cast<void>(key_segments(ObjectKey(std::string(name))));
  } catch (const Failure&) {
    name = {};
  }
  if (!name.empty() && name.size() <= prefix_bytes_max) return std::string(name) + "/";
  throw Failure(FailureKind::reject, "bad_config",
                "configuration: files.prefix: \"" + configured +
                    "\" cannot begin a key: use names of letters, digits, '.', '_' and '-' with '/' between them");
}

net::AwsService s3_service(const S3Place& place) {
  std::string endpoint = place.endpoint;
  if (endpoint.empty()) {
    const char* const domain = place.region.starts_with("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
    endpoint = "https://" + (bucket_in_host(place) ? place.bucket + "." : "") + "s3." + place.region + domain;
  }
  return {.name = "file store",
          .endpoint = std::move(endpoint),
          .scope = {.region = place.region, .service = "s3"},
          .ca_file = place.ca_file};
}

std::string s3_path(const S3Place& place, std::string_view key, const S3Query& query) {
  std::string path = "/";
  if (!bucket_in_host(place)) {
    path += net::aws_encoded(place.bucket);
    if (!key.empty()) path += "/";
  }
  if (!key.empty()) path += net::aws_encoded(place.prefix + std::string(key), true);
  char separator = '?';
  for (const auto& [name, value] : query) {
    path += separator + net::aws_encoded(name) + "=" + net::aws_encoded(value);
    separator = '&';
  }
  return path;
}

std::vector<std::string> s3_encryption_headers(const S3Place& place) {
  switch (place.encryption) {
    case S3Encryption::as_bucket: break;
    case S3Encryption::aes256: return {"x-amz-server-side-encryption: AES256"};
    case S3Encryption::aws_kms: {
      std::vector<std::string> headers{"x-amz-server-side-encryption: aws:kms"};
      if (!place.kms_key.empty()) headers.push_back("x-amz-server-side-encryption-aws-kms-key-id: " + place.kms_key);
      return headers;
    }
  }
  return {};
}

}  // namespace exportd::files
