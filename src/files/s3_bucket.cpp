#include "files/s3_bucket.hpp"

#include <openssl/sha.h>

#include <array>
#include <charconv>
#include <condition_variable>
#include <ctime>
#include <mutex>
#include <random>
#include <utility>

#include "core/base64.hpp"
#include "core/failure.hpp"
#include "files/s3_failure.hpp"

namespace exportd::files {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int tries_max = 5;          // of the client: what is overloaded or cut
constexpr int healing_tries_max = 5;  // of ours: what heals_at_once
constexpr std::size_t slowest_bytes_per_second = 128 * limits::KiB;
constexpr const char* octets = "Content-Type: application/octet-stream";
const std::string marker_header = "x-amz-meta-exportd-upload";

std::string checksum_of(std::string_view bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  return base64_padded({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

void pause_before(int next_try, const std::stop_token& stop) {
  thread_local std::minstd_rand dice{std::random_device{}()};
  const milliseconds::rep longest = 100LL << next_try;
  const milliseconds duration(std::uniform_int_distribution<milliseconds::rep>(longest / 2, longest)(dice));
  std::mutex mutex;
  std::condition_variable_any bell;
  std::unique_lock lock(mutex);
  bell.wait_for(lock, stop, duration, [] { return false; });
}

// "Tue, 24 Nov 2026 19:49:35 GMT"
WallTime http_date(std::string_view text) {
  std::tm utc{};
  if (::strptime(std::string(text).c_str(), "%a, %d %b %Y %H:%M:%S GMT", &utc) == nullptr) return {};
  return WallTime(seconds(::timegm(&utc)));
}

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

net::AwsRequest request_of(std::string method, std::string path, std::vector<std::string> headers = {}) {
  return {.method = std::move(method), .path = std::move(path), .headers = std::move(headers), .body = {}};
}

bool success(const net::HttpResponse& response) {
  return response.status / 100 == 2;
}

S3Published published(const net::HttpResponse& response) {
  return response.status == 412 ? S3Published::taken : S3Published::upload_gone;
}

}  // namespace

S3Bucket::S3Bucket(S3Place place, std::shared_ptr<net::AwsCredentialSource> credentials, const Clock& clock)
    : place_(std::move(place)), client_(s3_service(place_), std::move(credentials), clock) {}

std::string S3Bucket::url_of(std::string_view key) const {
  return client_.service().endpoint + s3_path(place_, key);
}

std::string S3Bucket::asked(const net::AwsRequest& request) const {
  return request.method + " " + client_.service().endpoint + request.path;
}

void S3Bucket::refuse(Doing doing, const net::HttpResponse& response, const net::AwsRequest& request) const {
  throw s3_failure(doing, response, asked(request));
}

// The last answer, whatever it is.
net::HttpResponse S3Bucket::answer(const net::AwsRequest& request, const Ask& ask) {
  net::AwsPatience patience;
  patience.tries_max = tries_max;
  patience.whole = seconds(30 + request.body.size() / slowest_bytes_per_second);
  const milliseconds all =
      request.body.empty() ? ask.patience : std::max<milliseconds>(ask.patience, 3 * patience.whole);
  patience.deadline = std::chrono::steady_clock::now() + all;
  patience.stop = ask.stop;
  for (int tries = 1;; ++tries) {
    try {
      net::HttpResponse response = client_.ask(request, patience).response;
      const bool again = !success(response) && heals_at_once(response.status, net::aws_error_code(response));
      if (!again || tries == healing_tries_max) return response;
    } catch (const Failure& unanswered) {
      throw s3_failure(ask.doing, unanswered, asked(request));
    }
    pause_before(tries, ask.stop);
  }
}

// HEAD /bucket/key → Content-Length, ETag, Last-Modified
std::optional<S3Head> S3Bucket::head(std::string_view key, seconds patience) {
  const net::AwsRequest request = request_of("HEAD", s3_path(place_, key));
  const net::HttpResponse response = answer(request, {.patience = patience});
  if (!success(response)) {
    // It has no body that would say why: whether the bucket is there, and lets us in, a list of nothing says.
    static_cast<void>(list("exportd-none/", ""));
    if (response.status == 404) return std::nullopt;
    refuse(Doing::reading, response, request);
  }
  const auto bytes = whole_number(response.header("content-length"));
  S3Head head{.bytes = bytes.value_or(0),
              .modified = http_date(response.header("last-modified")),
              .etag = std::string(response.header("etag")),
              .marker = std::string(response.header(marker_header))};
  if (bytes && !head.etag.empty()) return head;
  throw Failure(FailureKind::retry, "store_unavailable", "the file store's answer could not be read: try again later",
                asked(request) + ": no length or no ETag");
}

// GET /bucket/key with Range: bytes=0-8388607 and If-Match: "etag"
std::vector<char> S3Bucket::read(std::string_view key, const std::string& etag, std::uint64_t offset,
                                 std::size_t bytes) {
  const net::AwsRequest request = request_of(
      "GET", s3_path(place_, key),
      {"Range: bytes=" + std::to_string(offset) + "-" + std::to_string(offset + bytes - 1), "If-Match: " + etag});
  net::HttpResponse response = answer(request, {});
  if (response.status == 412 || response.status == 404 || response.status == 416) {
    throw Failure(FailureKind::ours, "store_error",
                  "the stored file is no longer the one that was opened: it was removed or replaced: try again",
                  asked(request) + ": HTTP " + std::to_string(response.status));
  }
  if (!success(response)) refuse(Doing::reading, response, request);
  const bool whole = response.status == 200 && offset == 0;  // a server need not know ranges
  if ((response.status == 206 || whole) && response.body.size() == bytes) return std::move(response.body);
  throw Failure(FailureKind::retry, "store_unavailable",
                "the file store cannot be read: it gave other bytes than were asked for: try again later",
                asked(request) + ": HTTP " + std::to_string(response.status) + ", " +
                    std::to_string(response.body.size()) + " bytes of " + std::to_string(bytes));
}

void S3Bucket::remove(std::string_view key) {
  const net::AwsRequest request = request_of("DELETE", s3_path(place_, key));
  const net::HttpResponse response = answer(request, {.doing = Doing::writing});
  if (!success(response) && response.status != 404) refuse(Doing::writing, response, request);
}

// GET /bucket?encoding-type=url&list-type=2&prefix=exports/env
S3ObjectPage S3Bucket::list(std::string_view prefix, const std::string& next) {
  S3Query query{{"encoding-type", "url"}, {"list-type", "2"}, {"prefix", place_.prefix + std::string(prefix)}};
  if (!next.empty()) query.emplace_back("continuation-token", next);
  const net::AwsRequest request = request_of("GET", s3_path(place_, "", query));
  const net::HttpResponse response = answer(request, {});
  if (!success(response)) refuse(Doing::reading, response, request);
  return parse_object_page(response.text());
}

// PUT /bucket/key with If-None-Match: *
S3Published S3Bucket::put(const S3Label& label, std::string bytes, const std::stop_token& stop) {
  net::AwsRequest request = request_of("PUT", s3_path(place_, label.key), s3_encryption_headers(place_));
  request.headers.insert(request.headers.end(), {octets, "If-None-Match: *", marker_header + ": " + label.marker,
                                                 "x-amz-checksum-sha256: " + checksum_of(bytes)});
  request.body = std::move(bytes);
  const net::HttpResponse response = answer(request, {.doing = Doing::writing, .stop = stop});
  if (success(response)) return S3Published::yes;
  if (response.status == 412) return published(response);
  refuse(Doing::writing, response, request);
}

// POST /bucket/key?uploads=
std::string S3Bucket::begin_upload(const S3Label& label) {
  net::AwsRequest request =
      request_of("POST", s3_path(place_, label.key, {{"uploads", ""}}), s3_encryption_headers(place_));
  request.headers.insert(request.headers.end(),
                         {octets, marker_header + ": " + label.marker, "x-amz-checksum-algorithm: SHA256"});
  const net::HttpResponse response = answer(request, {.doing = Doing::writing});
  if (!success(response)) refuse(Doing::writing, response, request);
  return parse_upload_id(response.text());
}

// PUT /bucket/key?partNumber=1&uploadId=…
S3Part S3Bucket::put_part(std::string_view key, const std::string& upload, int number, std::string bytes,
                          const std::stop_token& stop) {
  S3Part part{.number = number, .etag = {}, .sha256 = checksum_of(bytes)};
  const net::AwsRequest request{
      .method = "PUT",
      .path = s3_path(place_, key, {{"partNumber", std::to_string(number)}, {"uploadId", upload}}),
      .headers = {octets, "x-amz-checksum-sha256: " + part.sha256},
      .body = std::move(bytes)};
  const net::HttpResponse response = answer(request, {.doing = Doing::writing, .stop = stop});
  if (net::aws_error_code(response) == "NoSuchUpload") {
    throw Failure(FailureKind::ours, "store_error",
                  "the file cannot be stored: its unfinished part was removed: start the export again",
                  asked(request) + ": NoSuchUpload");
  }
  if (!success(response)) refuse(Doing::writing, response, request);
  part.etag = response.header("etag");
  const std::string_view verified = response.header("x-amz-checksum-sha256");  // not all servers say it again
  if (!part.etag.empty() && (verified.empty() || verified == part.sha256)) return part;
  throw Failure(FailureKind::retry, "store_unavailable",
                "the file cannot be stored: S3 has other bytes than were sent: try again later", asked(request));
}

// POST /bucket/key?uploadId=… with If-None-Match: *
S3Published S3Bucket::complete(std::string_view key, const std::string& upload, const std::vector<S3Part>& parts,
                               std::uint64_t bytes) {
  const net::AwsRequest request{.method = "POST",
                                .path = s3_path(place_, key, {{"uploadId", upload}}),
                                .headers = {"Content-Type: application/xml", "If-None-Match: *",
                                            "x-amz-mp-object-size: " + std::to_string(bytes)},
                                .body = complete_upload_xml(parts)};
  for (int tries = 1;; ++tries) {
    net::HttpResponse response = answer(request, {.doing = Doing::writing});
    const std::string code = net::aws_error_code(response);
    if (response.status == 412 || code == "PreconditionFailed") return S3Published::taken;
    if (response.status == 404 || code == "NoSuchUpload") return S3Published::upload_gone;
    if (!success(response)) refuse(Doing::writing, response, request);
    if (parse_completion(response.text()) == S3Completion::done) return S3Published::yes;
    // It began with 200, and an error came of it: nothing was made, and the parts are still there.
    if (tries == healing_tries_max) {
      response.status = code == "InternalError" || code == "SlowDown" || code == "ServiceUnavailable" ? 503 : 400;
      refuse(Doing::writing, response, request);
    }
    pause_before(tries, {});
  }
}

// DELETE /bucket/key?uploadId=…
bool S3Bucket::abort(std::string_view key, const std::string& upload, std::chrono::seconds patience) {
  const net::AwsRequest request = request_of("DELETE", s3_path(place_, key, {{"uploadId", upload}}));
  const net::HttpResponse response = answer(request, {.doing = Doing::writing, .patience = patience});
  if (success(response)) return true;
  if (response.status == 404) return false;
  refuse(Doing::writing, response, request);
}

// GET /bucket?encoding-type=url&key-marker=…&prefix=exports/&upload-id-marker=…&uploads=
S3UploadPage S3Bucket::uploads(const S3UploadPage& before) {
  S3Query query{{"encoding-type", "url"}};
  if (!before.next_key.empty()) query.emplace_back("key-marker", before.next_key);
  // MinIO knows no prefix here that is not a whole key: a server of one's own is asked for all of the bucket.
  query.emplace_back("prefix", place_.endpoint.empty() ? place_.prefix : "");
  if (!before.next_key.empty()) query.emplace_back("upload-id-marker", before.next_id);
  query.emplace_back("uploads", "");
  const net::AwsRequest request = request_of("GET", s3_path(place_, "", query));
  const net::HttpResponse response = answer(request, {});
  if (!success(response)) refuse(Doing::reading, response, request);
  return parse_upload_page(response.text());
}

// GET /bucket?versioning=
net::HttpResponse S3Bucket::ask_about(const std::string& what) {
  return answer(request_of("GET", s3_path(place_, "", {{what, ""}})), {});
}

}  // namespace exportd::files
