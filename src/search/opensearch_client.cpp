#include "search/opensearch_client.hpp"

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <mutex>
#include <random>
#include <utility>

#include "net/http_connections.hpp"
#include "net/request_signer.hpp"
#include "search/opensearch_fault.hpp"

namespace exportd::search {
namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// A cluster that restarts a node, or sheds load, is back after some seconds; what lasts longer ends the attempt.
constexpr int tries_max = 8;
constexpr milliseconds pause_first{100};
constexpr milliseconds pause_max{5'000};

milliseconds with_jitter(milliseconds pause) {
  thread_local std::minstd_rand dice{std::random_device{}()};
  return milliseconds(std::uniform_int_distribution<milliseconds::rep>(pause.count() / 2, pause.count())(dice));
}

// Exponential backoff with jitter, or what the server asked for where that is longer and within reason.
milliseconds pause_before(int next_try, std::string_view retry_after) {
  const milliseconds backoff = with_jitter(std::min(pause_max, pause_first * (1 << std::min(next_try, 10))));
  int seconds = 0;
  std::from_chars(retry_after.data(), retry_after.data() + retry_after.size(), seconds);
  return std::max(backoff, std::min(milliseconds(std::chrono::seconds(std::clamp(seconds, 0, 60))), pause_max));
}

void pause(milliseconds duration, const Patience& patience) {
  std::mutex mutex;
  std::condition_variable_any bell;
  std::unique_lock lock(mutex);
  const auto until = SteadyClock::now() + duration;
  const auto end = patience.deadline ? std::min(*patience.deadline, until) : until;
  bell.wait_until(lock, patience.stop, end, [] { return false; });
}

Failure too_late() {
  return {FailureKind::retry, "search_deadline", "search: not known in time: try again later"};
}

void sign(net::HttpRequest& request, net::RequestSigner& signer) {
  try {
    signer.sign(request);
  } catch (const Failure& cause) {
    throw Failure(cause.kind(), cause.code(), "search: " + cause.message(), cause.detail());
  }
}

// The others that are worth another attempt of the export would be answered the same: the context is gone, the page is
// as large. Of an index that is not there, who waits at a door is told at once.
bool may_be_asked_again(const Failure& failure) {
  return failure.kind() == FailureKind::retry && failure.code() != "search_context_lost" &&
         failure.code() != "search_page_too_large" && failure.code() != "search_index_missing";
}

struct Outcome {
  std::vector<char> body;
  std::optional<Failure> failure;
  bool reached = true;  // the server may have done it
  bool mended = false;  // it refused a signature, and would not refuse the next
  std::string retry_after;
};

}  // namespace

OpenSearchClient::OpenSearchClient(OpenSearchCluster cluster)
    : cluster_(std::move(cluster)),
      connections_(std::make_shared<net::HttpConnections>(net::TlsTrust{cluster_.ca_file})) {}

OpenSearchClient::~OpenSearchClient() = default;

std::vector<char> OpenSearchClient::ask(const OpenSearchRequest& request, const Patience& patience) {
  const net::HttpConnections::Lease transport = connections_->lease();
  const auto try_once = [&](const std::string& node) {
    net::HttpRequest sent{.method = request.method,
                          .url = node + request.path,
                          .headers = {"Content-Type: application/json"},
                          .body = request.body,
                          .once = patience.repeat == Repeat::never,
                          .accept_gzip = cluster_.compressed};
    if (!cluster_.authorization.empty()) sent.headers.push_back("Authorization: " + cluster_.authorization);
    if (cluster_.signer) sign(sent, *cluster_.signer);
    net::TransferLimits limits{.connect = std::min(milliseconds(10'000), milliseconds(cluster_.timeout)),
                               .stall = cluster_.timeout};
    if (patience.deadline) {
      const auto left = std::chrono::ceil<milliseconds>(*patience.deadline - SteadyClock::now());
      if (left <= milliseconds(0)) throw too_late();
      limits.whole = left;
    }
    auto answer = transport->exchange(sent, limits, patience.stop);
    Outcome outcome;
    if (!answer) {
      outcome.failure = transport_failure(answer.error());
      outcome.reached = answer.error().kind != net::TransportFaultKind::not_sent;
      return outcome;
    }
    net::HttpResponse response = std::move(answer).value();
    if (response.status / 100 != 2) {
      outcome.failure = answered_failure(response.status, response.text());
      outcome.retry_after = response.header("retry-after");
      outcome.mended = cluster_.signer && cluster_.signer->mended(sent, response);
    }
    outcome.body = std::move(response.body);
    return outcome;
  };

  int signings = 0;  // that were refused
  for (int tries = 1;; ++tries) {
    const std::size_t node = preferred_node_.load();
    Outcome outcome = try_once(cluster_.nodes[node % cluster_.nodes.size()]);
    if (!outcome.failure) return std::move(outcome.body);
    if (patience.deadline && SteadyClock::now() >= *patience.deadline) throw too_late();
    if (outcome.mended && ++signings < net::RequestSigner::signings_max) continue;
    const bool again = tries < tries_max && may_be_asked_again(*outcome.failure) &&
                       (patience.repeat == Repeat::safe || !outcome.reached);
    if (!again) throw *std::move(outcome.failure);
    std::size_t failed = node;
    preferred_node_.compare_exchange_strong(failed, node + 1);
    pause(pause_before(tries, outcome.retry_after), patience);
  }
}

std::optional<std::vector<char>> OpenSearchClient::known_by(MonotonicTime deadline, const OpenSearchRequest& request,
                                                            const std::stop_token& stop) {
  Patience patience;
  patience.stop = stop;
  if (deadline != MonotonicTime::max()) patience.deadline = deadline;
  try {
    return ask(request, patience);
  } catch (const Failure& failure) {
    if (failure.code() == "search_deadline") return std::nullopt;
    throw;
  }
}

}  // namespace exportd::search
