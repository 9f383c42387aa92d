// AwsClient: signed requests to one AWS service, tried again the way the vendor's SDKs do it ("standard" retry mode:
// aws_retry.hpp). Knows nothing of what is asked.
// Safe from several threads.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/ports.hpp"
#include "core/result.hpp"
#include "net/aws_credentials.hpp"
#include "net/aws_signature.hpp"
#include "net/http_message.hpp"
#include "net/http_transport.hpp"

namespace exportd::net {

class HttpConnections;

struct AwsService {
  std::string name;      // "task store", "file store": what failures speak of
  std::string endpoint;  // "https://dynamodb.eu-west-1.amazonaws.com", without a slash at its end
  AwsScope scope;
  std::string ca_file = {};  // empty: the system's
};

// What to ask. `path`: "/bucket/key?uploads=", encoded; `headers`: without the signature's own.
struct AwsRequest {
  std::string method = "POST";
  std::string path = "/";
  std::vector<std::string> headers = {};
  std::string body = {};
};

struct AwsPatience {
  int tries_max = 3;
  std::chrono::milliseconds whole{30'000};  // of one try, from its start to the last byte; 0: no limit
  std::optional<std::chrono::steady_clock::time_point> deadline = {};  // of all tries together
  std::stop_token stop = {};
};

// The last answer, whatever its status, and how it came to it.
struct AwsAnswer {
  HttpResponse response;
  // An earlier try, or none at all, may have been done by the server without our being told: a conditional write that
  // now says "condition failed" may be our own.
  bool may_repeat_itself = false;
};

// The vendor's name of an error: "ThrottlingException", "NoSuchKey"; from JSON (`__type`) or XML (`<Code>`) bodies or
// the x-amzn-errortype header. Empty: the answer names none.
[[nodiscard]] std::string aws_error_code(const HttpResponse&);

class AwsClient {
 public:
  // `clock`: what signatures say the time is, corrected by what the service says it is.
  AwsClient(AwsService service, std::shared_ptr<AwsCredentialSource> credentials, const Clock& clock);
  ~AwsClient();

  // Throttling, 500, 502, 503, 504, broken transports, expired tokens and a skewed clock are tried again, with backoff
  // and jitter, within tries_max, the deadline and a budget shared by all requests. Any other answer is returned.
  // Failures, the service's name in front of their messages:
  //   retry "aws_throttled", "aws_unavailable" (both also: not by the deadline, as the last try was); cancel "stopped"
  //   ours "aws_not_trusted" (TLS), "aws_credentials", "aws_answer_too_large"; those of the credentials' source
  // All of them leave it open whether the request was done.
  [[nodiscard]] AwsAnswer ask(const AwsRequest&, const AwsPatience&);

  [[nodiscard]] const AwsService& service() const { return service_; }

 private:
  struct State;  // the signer and the retry budget
  const AwsService service_;
  const std::shared_ptr<HttpConnections> connections_;
  const std::unique_ptr<State> state_;
};

}  // namespace exportd::net
