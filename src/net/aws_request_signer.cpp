#include "net/aws_request_signer.hpp"

#include <curl/curl.h>

#include <string_view>
#include <utility>

#include "net/aws_error.hpp"

namespace exportd::net {
namespace {

constexpr std::chrono::minutes skew_allowed{4};  // the services refuse at five

// What is behind `name` in one of the request's header fields, up to `end`.
std::string part_of_header(const HttpRequest& sent, std::string_view name, char end) {
  for (const std::string& header : sent.headers) {
    if (header.starts_with(name)) return header.substr(name.size(), header.find(end, name.size()) - name.size());
  }
  return {};
}

// Whose the signature was; never the secret.
AwsCredentials named_in(const HttpRequest& sent) {
  return {.access_key_id = part_of_header(sent, "Authorization: AWS4-HMAC-SHA256 Credential=", '/'),
          .secret_access_key = {},
          .session_token = part_of_header(sent, "X-Amz-Security-Token: ", '\0'),
          .expires = std::nullopt};
}

}  // namespace

AwsRequestSigner::AwsRequestSigner(AwsScope scope, std::shared_ptr<AwsCredentialSource> credentials, const Clock& clock)
    : scope_(std::move(scope)), credentials_(std::move(credentials)), clock_(clock) {}

void AwsRequestSigner::sign(HttpRequest& request) {
  net::sign(request, credentials_->get(), scope_, clock_.wall() + clock_correction_.load());
}

bool AwsRequestSigner::mended(const HttpRequest& sent, const HttpResponse& answer) {
  switch (trouble_of(answer)) {
    case AwsTrouble::expired: credentials_->refused(named_in(sent)); return true;
    case AwsTrouble::clock_or_secret: return clock_was_set(answer);
    case AwsTrouble::none:
    case AwsTrouble::throttled:
    case AwsTrouble::unavailable: break;
  }
  return false;
}

bool AwsRequestSigner::clock_was_set(const HttpResponse& answer) {
  using std::chrono::milliseconds;
  const std::string date(answer.header("date"));
  const std::time_t seconds = date.empty() ? -1 : curl_getdate(date.c_str(), nullptr);
  if (seconds < 0) return false;
  const auto right = std::chrono::system_clock::from_time_t(seconds) - clock_.wall();
  const auto correction = std::chrono::duration_cast<milliseconds>(right);
  if (std::chrono::abs(correction - clock_correction_.load()) <= skew_allowed) return false;
  clock_correction_ = correction;
  return true;
}

}  // namespace exportd::net
