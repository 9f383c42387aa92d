#include "net/aws_client.hpp"

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <random>
#include <utility>

#include "core/failure.hpp"
#include "net/aws_error.hpp"
#include "net/aws_request_signer.hpp"
#include "net/aws_retry.hpp"
#include "net/http_connections.hpp"

namespace exportd::net {
namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds asked_for_pause_max{5'000};
constexpr std::size_t detail_bytes_max = 2'000;

// One try.
struct Outcome {
  AwsTrouble trouble = AwsTrouble::none;
  bool maybe_done = false;  // without our being told
  HttpResponse response;    // status 0: there was none
  std::string reason;       // for the operator
};

struct Words {
  FailureKind kind{};
  const char* code;
  const char* message;
};
constexpr Words throttled{FailureKind::retry, "aws_throttled",
                          "the service is asked for too much at the moment: try again later"};
constexpr Words unavailable{FailureKind::retry, "aws_unavailable", "the service does not answer: try again later"};
constexpr Words too_late{FailureKind::retry, "aws_unavailable", "not known in time: try again later"};
constexpr Words not_trusted{FailureKind::ours, "aws_not_trusted",
                            "the service's certificate is not trusted: correct its address or the CA file"};
constexpr Words too_large{FailureKind::ours, "aws_answer_too_large",
                          "the service's answer is larger than any that is expected: see the log"};
constexpr Words outdated{FailureKind::ours, "aws_credentials", "the AWS credentials have expired: renew them"};
constexpr Words stopped{FailureKind::cancel, "stopped", "stopped on request: it did not end"};

Failure failure(const AwsService& service, const Words& words, std::string detail) {
  return {words.kind, words.code, service.name + ": " + words.message, std::move(detail)};
}

HttpRequest unsigned_request(const AwsService& service, const AwsRequest& request) {
  // `once`: a try that was sent twice could not be told from one that was sent once.
  return {.method = request.method,
          .url = service.endpoint + request.path,
          .headers = request.headers,
          .body = request.body,
          .once = true};
}

bool is_past(const std::optional<SteadyClock::time_point>& deadline) {
  return deadline && SteadyClock::now() >= *deadline;
}

// `last`: the last try that had its time. A service that throttles until the deadline is busy, not silent.
Failure late(const AwsService& service, const Outcome& last, std::string reason) {
  return failure(service, last.trouble == AwsTrouble::throttled ? throttled : too_late, std::move(reason));
}

TransferLimits limits_of(const AwsService& service, const AwsPatience& patience, const Outcome& last) {
  TransferLimits limits{.whole = patience.whole};
  if (patience.deadline) {
    const auto left = std::chrono::ceil<milliseconds>(*patience.deadline - SteadyClock::now());
    if (left <= milliseconds(0)) throw late(service, last, last.reason);
    limits.whole = limits.whole > milliseconds(0) ? std::min(limits.whole, left) : left;
  }
  if (limits.whole > milliseconds(0)) limits.connect = std::min(limits.connect, limits.whole);
  return limits;
}

Outcome outcome_of(const AwsService& service, Result<HttpResponse, TransportFault> answer) {
  Outcome outcome;
  if (answer) {
    outcome.response = std::move(answer).value();
    outcome.trouble = trouble_of(outcome.response);
    outcome.maybe_done = outcome.trouble == AwsTrouble::unavailable;
    if (outcome.trouble == AwsTrouble::none) return outcome;
    outcome.reason = "HTTP " + std::to_string(outcome.response.status) + ": " + aws_error_code(outcome.response);
    // Not where credentials are at fault: some services repeat them.
    const bool told = outcome.trouble == AwsTrouble::throttled || outcome.trouble == AwsTrouble::unavailable;
    if (told) outcome.reason += " " + std::string(outcome.response.text().substr(0, detail_bytes_max));
    return outcome;
  }
  const TransportFault& fault = answer.error();
  switch (fault.kind) {
    case TransportFaultKind::stopped: throw failure(service, stopped, fault.reason);
    case TransportFaultKind::tls: throw failure(service, not_trusted, fault.reason);
    case TransportFaultKind::too_large: throw failure(service, too_large, fault.reason);
    case TransportFaultKind::not_sent:
    case TransportFaultKind::timed_out:
    case TransportFaultKind::broken: break;
  }
  outcome.trouble = AwsTrouble::unavailable;
  outcome.maybe_done = fault.kind != TransportFaultKind::not_sent;
  outcome.reason = fault.reason;
  return outcome;
}

milliseconds pause_before(int retry, const Outcome& outcome, std::string_view service) {
  thread_local std::minstd_rand dice{std::random_device{}()};
  const milliseconds longest = retry_pause_max(outcome.trouble, retry, service);
  const milliseconds drawn(std::uniform_int_distribution<milliseconds::rep>(0, longest.count())(dice));
  const std::string_view asked_for = outcome.response.header("x-amz-retry-after");  // in milliseconds
  milliseconds::rep asked = 0;
  std::from_chars(asked_for.data(), asked_for.data() + asked_for.size(), asked);
  return std::clamp(milliseconds(asked), drawn, drawn + asked_for_pause_max);
}

void pause(milliseconds duration, const AwsService& service, const AwsPatience& patience, const Outcome& outcome) {
  const auto until = SteadyClock::now() + duration;
  if (patience.deadline && until >= *patience.deadline) throw late(service, outcome, outcome.reason);
  std::mutex mutex;
  std::condition_variable_any bell;
  std::unique_lock lock(mutex);
  bell.wait_until(lock, patience.stop, until, [] { return false; });
  if (patience.stop.stop_requested()) throw failure(service, stopped, outcome.reason);
}

void sign(HttpRequest& request, AwsRequestSigner& signer, const AwsService& service) {
  try {
    signer.sign(request);
  } catch (const Failure& cause) {
    throw Failure(cause.kind(), cause.code(), service.name + ": " + cause.message(), cause.detail());
  }
}

}  // namespace

struct AwsClient::State {
  State(const AwsScope& scope, std::shared_ptr<AwsCredentialSource> credentials, const Clock& clock)
      : signer(scope, std::move(credentials), clock) {}

  AwsRequestSigner signer;
  AwsRetryBudget budget;
};

AwsClient::AwsClient(AwsService service, std::shared_ptr<AwsCredentialSource> credentials, const Clock& clock)
    : service_(std::move(service)),
      connections_(std::make_shared<HttpConnections>(TlsTrust{service_.ca_file})),
      state_(std::make_unique<State>(service_.scope, std::move(credentials), clock)) {}

AwsClient::~AwsClient() = default;

AwsAnswer AwsClient::ask(const AwsRequest& request, const AwsPatience& patience) {
  const HttpConnections::Lease transport = connections_->lease();
  HttpRequest sent = unsigned_request(service_, request);
  bool maybe_done = false;
  int signings = 0;  // that were refused
  int last_retry_cost = 0;
  Outcome outcome;

  for (int tries = 1;;) {
    const TransferLimits limits = limits_of(service_, patience, outcome);
    sent.headers = request.headers;  // without the signature of the last try
    sign(sent, state_->signer, service_);
    Outcome now = outcome_of(service_, transport->exchange(sent, limits, patience.stop));
    const bool cut_short = now.response.status == 0 && is_past(patience.deadline);
    if (cut_short) throw late(service_, outcome, now.reason);
    outcome = std::move(now);
    switch (outcome.trouble) {
      case AwsTrouble::expired:
      case AwsTrouble::clock_or_secret:
        if (++signings < RequestSigner::signings_max && state_->signer.mended(sent, outcome.response)) continue;
        if (outcome.trouble == AwsTrouble::expired) throw failure(service_, outdated, outcome.reason);
        [[fallthrough]];
      case AwsTrouble::none:
        state_->budget.give_back(last_retry_cost);
        return {std::move(outcome.response), maybe_done};
      case AwsTrouble::throttled:
      case AwsTrouble::unavailable: break;
    }
    maybe_done = maybe_done || outcome.maybe_done;
    const std::optional<int> cost = tries < patience.tries_max ? state_->budget.take(outcome.trouble) : std::nullopt;
    if (!cost)
      throw failure(service_, outcome.trouble == AwsTrouble::throttled ? throttled : unavailable, outcome.reason);
    last_retry_cost = *cost;
    pause(pause_before(tries++, outcome, service_.scope.service), service_, patience, outcome);
  }
}

}  // namespace exportd::net
