// What OpenSearch answers when something is wrong → Failure. Pure.
#pragma once

#include <string>
#include <string_view>

#include "core/failure.hpp"
#include "net/http_transport.hpp"

namespace exportd::search {

// An answer that is no success. Retry: "search_overloaded" (429, 502, 503, 504), "search_context_lost",
// "search_unavailable" (other 5xx), "search_index_missing". Reject: "search_too_wide" (more clauses than the server
// takes). Ours: "search_not_allowed" (401, 403), "search_refused" (any other).
[[nodiscard]] Failure answered_failure(int status, std::string_view body);

// No whole answer. Retry "search_unavailable", retry "search_page_too_large", ours "search_not_trusted" (TLS), cancel.
[[nodiscard]] Failure transport_failure(const net::TransportFault&);

// An answer that is not what OpenSearch answers: retry "search_answer_broken". `what`: for the operator.
[[nodiscard]] Failure broken_answer(const std::string& what);

}  // namespace exportd::search
