#include "app/configured_bucket.hpp"

#include <algorithm>
#include <utility>

#include "core/failure.hpp"
#include "net/aws_default_credentials.hpp"

namespace exportd::app {
namespace {

[[noreturn]] void bad_config(const std::string& why) {
  throw Failure(FailureKind::reject, "bad_config", "configuration: " + why);
}

std::string region(const FilesConfig& files) {
  std::string known = files.region.empty() ? net::default_aws_region() : files.region;
  if (!known.empty()) return known;
  if (!files.endpoint.empty()) return "us-east-1";  // what servers of one's own call theirs
  bad_config("files.region: it must be set, or AWS_REGION, so that the bucket is found");
}

void require_bucket_name(const std::string& bucket) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'; };
  if (bucket.empty()) bad_config("files.bucket: files.kind = \"s3\" needs one");
  if (bucket.size() >= 3 && bucket.size() <= 63 && std::ranges::all_of(bucket, allowed)) return;
  bad_config("files.bucket: \"" + bucket + "\" is no name of a bucket: 3 to 63 of a-z, 0-9, '-' and '.'");
}

std::string plain_endpoint(std::string endpoint) {
  while (endpoint.ends_with('/')) endpoint.pop_back();
  const bool known = endpoint.empty() || endpoint.starts_with("https://") || endpoint.starts_with("http://");
  if (!known || endpoint.find_first_of("?#@ ") != std::string::npos)
    bad_config("files.endpoint: \"" + endpoint + "\" must be an address: https://HOST[:PORT]");
  return endpoint;
}

}  // namespace

std::unique_ptr<files::S3Store> open_bucket(const Config& config, const Clock& clock) {
  const FilesConfig& files = config.files;
  require_bucket_name(files.bucket);
  if (!files.kms_key.empty() && files.encryption != files::S3Encryption::aws_kms)
    bad_config("files.kms_key: it goes with files.sse = \"aws:kms\"");
  files::S3Place place{.bucket = files.bucket,
                       .prefix = files::s3_prefix(files.prefix),
                       .region = region(files),
                       .endpoint = plain_endpoint(files.endpoint),
                       .ca_file = files.ca_file,
                       .encryption = files.encryption,
                       .kms_key = files.kms_key};
  return std::make_unique<files::S3Store>(std::move(place), net::default_aws_credentials(clock), clock);
}

std::string bucket_address(const Config& config, const std::string& key) {
  return "s3://" + config.files.bucket + "/" + files::s3_prefix(config.files.prefix) + key;
}

ObjectKey key_of_address(const Config& config, const std::string& address) {
  const std::string place = bucket_address(config, "");
  if (config.files.kind == FilesKind::s3 && address.starts_with(place)) return ObjectKey(address.substr(place.size()));
  bad_config(address + " is not in the configured file store" +
             (config.files.kind == FilesKind::s3 ? ", which is " + place : ": set files.kind = \"s3\" and its bucket"));
}

}  // namespace exportd::app
