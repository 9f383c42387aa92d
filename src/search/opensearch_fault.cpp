#include "search/opensearch_fault.hpp"

#include <array>

namespace exportd::search {
namespace {

constexpr std::size_t detail_bytes_max = 2'000;

struct Known {
  std::string_view in_body;
  FailureKind kind;
  const char* code;
  const char* message;
};

// Looked for in this order: the outermost error of a failed search is often only "all shards failed".
constexpr std::array<Known, 5> known_errors{{
    {"search_context_missing_exception", FailureKind::retry, "search_context_lost",
     "search: the cluster no longer has the search's context: the export begins anew"},
    {"too_many_clauses", FailureKind::reject, "search_too_wide",
     "search: the query has more values than the cluster takes at once: ask for fewer values"},
    {"too_many_nested_clauses", FailureKind::reject, "search_too_wide",
     "search: the query has more values than the cluster takes at once: ask for fewer values"},
    // Nodes that have just started answer so until they have read what indexes there are.
    {"index_not_found_exception", FailureKind::retry, "search_index_missing",
     "search: the environment's index is not in the cluster, or not yet: create it, or correct `index` of the "
     "environment, and try again"},
    {"circuit_breaking_exception", FailureKind::retry, "search_overloaded",
     "search: the cluster has too little memory for the request at the moment: try again later"},
}};

}  // namespace

Failure answered_failure(int status, std::string_view body) {
  std::string detail = "HTTP " + std::to_string(status) + ": ";
  detail += body.substr(0, detail_bytes_max);
  for (const Known& known : known_errors) {
    if (body.find(known.in_body) != std::string_view::npos)
      return {known.kind, known.code, known.message, std::move(detail)};
  }
  if (status == 401 || status == 403) {
    return {FailureKind::ours, "search_not_allowed",
            "search: the cluster does not let exportd in: correct search.auth or the role it names, or on AWS what the "
            "credentials allow",
            std::move(detail)};
  }
  if (status == 429 || status == 502 || status == 503 || status == 504) {
    return {FailureKind::retry, "search_overloaded", "search: the cluster is overloaded: try again later",
            std::move(detail)};
  }
  if (status >= 500)
    return {FailureKind::retry, "search_unavailable", "search: the cluster failed: try again later", std::move(detail)};
  return {FailureKind::ours, "search_refused", "search: the cluster refused the request: see the log",
          std::move(detail)};
}

Failure transport_failure(const net::TransportFault& fault) {
  switch (fault.kind) {
    case net::TransportFaultKind::stopped:
      return {FailureKind::cancel, "cancelled", "search: cancelled on request: it did not end"};
    case net::TransportFaultKind::too_large:
      return {FailureKind::retry, "search_page_too_large",
              "search: a page of records was larger than this machine takes: set search.page_rows lower", fault.reason};
    case net::TransportFaultKind::tls:
      return {FailureKind::ours, "search_not_trusted",
              "search: the cluster's certificate is not trusted: set search.ca_file or correct search.url",
              fault.reason};
    case net::TransportFaultKind::not_sent:
    case net::TransportFaultKind::timed_out:
    case net::TransportFaultKind::broken: break;
  }
  return {FailureKind::retry, "search_unavailable", "search: the cluster does not answer: try again later",
          fault.reason};
}

Failure broken_answer(const std::string& what) {
  return {FailureKind::retry, "search_answer_broken",
          "search: the cluster's answer could not be read: the export begins anew", what};
}

}  // namespace exportd::search
