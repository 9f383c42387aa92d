// What DynamoDB answers when something is wrong → Failure. Pure.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/failure.hpp"
#include "net/http_message.hpp"

namespace exportd::tasks {

// An answer that is no success; `error`: the vendor's name of it. Retry: "store_throttled", "store_busy" (a transaction
// on the same records is under way), "store_unavailable" (5xx). Ours: "no_task_store" (a table is not there),
// "store_not_allowed" (credentials, policies), "record_too_large", "store_refused" (any other).
[[nodiscard]] Failure dynamo_failure(std::string_view operation, const net::HttpResponse& response,
                                     const std::string& error);

// No answer, as net::AwsClient tells of it: "aws_throttled" → "store_throttled", "aws_unavailable" →
// "store_unavailable"; others as they are.
[[nodiscard]] Failure dynamo_failure(std::string_view operation, const Failure& unanswered);

// An answer that is not what DynamoDB answers: retry "store_unavailable". `what`: for the operator.
[[nodiscard]] Failure broken_dynamo_answer(const std::string& what);

// Of a TransactionCanceledException, one for each of its items: "None", "ConditionalCheckFailed",
// "TransactionConflict", "ThrottlingError", …
[[nodiscard]] std::vector<std::string> cancellation_reasons(const boost::json::object& body);

// A transaction that was cancelled, for reasons that are no lost race: retry "store_throttled", "store_busy"; ours
// "store_refused".
[[nodiscard]] Failure transaction_failure(std::string_view operation, const std::vector<std::string>& reasons);

}  // namespace exportd::tasks
