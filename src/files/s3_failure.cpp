#include "files/s3_failure.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "net/aws_client.hpp"

namespace exportd::files {
namespace {

constexpr std::size_t detail_bytes_max = 1'000;

template <std::size_t n>
bool is_one_of(std::string_view code, const std::array<std::string_view, n>& codes) {
  return std::ranges::find(codes, code) != codes.end();
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html; the one with an X is MinIO's.
constexpr std::array<std::string_view, 6> damaged{
    "BadDigest",     "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch", "IncompleteBody", "InvalidDigest",
    "RequestTimeout"};
constexpr std::array<std::string_view, 5> elsewhere{"PermanentRedirect", "AuthorizationHeaderMalformed",
                                                    "IllegalLocationConstraintException", "TemporaryRedirect",
                                                    "IncorrectEndpoint"};
constexpr std::array<std::string_view, 2> full{"XMinioStorageFull", "QuotaExceeded"};

std::string what_of(Doing doing) {
  return doing == Doing::writing ? "the file cannot be stored: " : "the file store cannot be read: ";
}

std::string detail_of(const net::HttpResponse& response, const std::string& asked) {
  std::string detail = asked + ": HTTP " + std::to_string(response.status) + ": ";
  detail += response.text().substr(0, detail_bytes_max);
  const std::string_view id = response.header("x-amz-request-id");
  if (!id.empty()) detail += " (request " + std::string(id) + ")";
  return detail;
}

}  // namespace

bool heals_at_once(int status, const std::string& code) {
  return is_one_of(code, damaged) || status == 409;
}

Failure s3_failure(Doing doing, const net::HttpResponse& response, const std::string& asked) {
  const std::string code = net::aws_error_code(response);
  const std::string what = what_of(doing);
  std::string detail = detail_of(response, asked);
  if (code == "NoSuchBucket") {
    return {FailureKind::ours, "store_error", what + "there is no such bucket: make it, or correct [files] bucket",
            std::move(detail)};
  }
  if (is_one_of(code, elsewhere) || response.status / 100 == 3) {
    return {FailureKind::ours, "store_error",
            what + "the bucket is in another region: correct [files] region or endpoint", std::move(detail)};
  }
  if (is_one_of(code, full) || response.status == 507) {
    return {FailureKind::ours, "disk_full", what + "no room is left: make some, then start the export again",
            std::move(detail)};
  }
  if (response.status == 401 || response.status == 403) {
    return {FailureKind::ours, "not_allowed",
            what + "S3 does not let exportd do it: correct its credentials or their policy", std::move(detail)};
  }
  const bool transient = response.status >= 500 || response.status == 429 || response.status == 408 ||
                         heals_at_once(response.status, code);
  if (transient && response.status != 501) {
    return {FailureKind::retry, "store_unavailable", what + "S3 could not do it: try again later", std::move(detail)};
  }
  return {FailureKind::ours, "store_error", what + "S3 refused the request: see the log", std::move(detail)};
}

Failure s3_failure(Doing doing, const Failure& unanswered, const std::string& asked) {
  if (unanswered.kind() == FailureKind::cancel) return s3_cancelled(doing);
  if (unanswered.code() != "aws_unavailable" && unanswered.code() != "aws_throttled") return unanswered;
  const char* const why = unanswered.code() == "aws_throttled" ? "S3 is asked too often: try again later"
                                                               : "S3 does not answer: try again later";
  return {FailureKind::retry, "store_unavailable", what_of(doing) + why, asked + ": " + unanswered.detail()};
}

Failure s3_cancelled(Doing doing) {
  return {FailureKind::cancel, "cancelled", what_of(doing) + "cancelled on request: nothing was kept"};
}

}  // namespace exportd::files
