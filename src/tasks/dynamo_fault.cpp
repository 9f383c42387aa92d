#include "tasks/dynamo_fault.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <utility>

namespace exportd::tasks {

namespace {

constexpr std::size_t detail_bytes_max = 2'000;

struct Known {
  std::string_view error;
  FailureKind kind;
  const char* code;
  const char* message;
};

constexpr const char* busy = "task store: others change the same records: try again";
constexpr const char* throttled = "task store: DynamoDB takes no more at the moment: try again later";
constexpr const char* not_allowed =
    "task store: DynamoDB does not let exportd in: check the credentials and their policy, exportd doctor says more";

constexpr const char* no_table =
    "task store: its table is not there: run `exportd init`, or correct store.region and store.table_prefix";

constexpr std::array<Known, 15> known_errors{{
    {"ResourceNotFoundException", FailureKind::ours, "no_task_store", no_table},
    {"TableNotFoundException", FailureKind::ours, "no_task_store", no_table},
    {"AccessDenied", FailureKind::ours, "store_not_allowed", not_allowed},
    {"AccessDeniedException", FailureKind::ours, "store_not_allowed", not_allowed},
    {"UnrecognizedClientException", FailureKind::ours, "store_not_allowed", not_allowed},
    {"InvalidSignatureException", FailureKind::ours, "store_not_allowed", not_allowed},
    {"SignatureDoesNotMatch", FailureKind::ours, "store_not_allowed", not_allowed},
    {"MissingAuthenticationTokenException", FailureKind::ours, "store_not_allowed", not_allowed},
    {"IncompleteSignatureException", FailureKind::ours, "store_not_allowed", not_allowed},
    {"TransactionConflictException", FailureKind::retry, "store_busy", busy},
    {"TransactionInProgressException", FailureKind::retry, "store_busy", busy},
    {"TransactionCanceledException", FailureKind::retry, "store_busy", busy},
    {"ThrottlingException", FailureKind::retry, "store_throttled", throttled},
    {"ProvisionedThroughputExceededException", FailureKind::retry, "store_throttled", throttled},
    {"RequestLimitExceeded", FailureKind::retry, "store_throttled", throttled},
}};

constexpr const char* refused = "task store: DynamoDB refused the request: see the log";
constexpr const char* no_answer = "task store: DynamoDB does not answer: try again later";

}  // namespace

Failure dynamo_failure(std::string_view operation, const net::HttpResponse& response, const std::string& error) {
  std::string detail = std::string(operation) + ": HTTP " + std::to_string(response.status) + ": ";
  detail += response.text().substr(0, detail_bytes_max);
  const auto known = std::ranges::find(known_errors, error, &Known::error);
  if (known != known_errors.end()) return {known->kind, known->code, known->message, std::move(detail)};
  if (response.text().find("Item size") != std::string_view::npos) {
    return {FailureKind::ours, "record_too_large", "task store: a record is larger than DynamoDB takes: see the log",
            std::move(detail)};
  }
  if (response.status >= 500) return {FailureKind::retry, "store_unavailable", no_answer, std::move(detail)};
  return {FailureKind::ours, "store_refused", refused, std::move(detail)};
}

Failure dynamo_failure(std::string_view operation, const Failure& unanswered) {
  std::string detail = std::string(operation) + ": " + unanswered.detail();
  if (unanswered.code() == "aws_throttled") return {FailureKind::retry, "store_throttled", throttled, detail};
  if (unanswered.code() == "aws_unavailable") return {FailureKind::retry, "store_unavailable", no_answer, detail};
  return {unanswered.kind(), unanswered.code(), unanswered.message(), std::move(detail)};
}

Failure broken_dynamo_answer(const std::string& what) {
  return {FailureKind::retry, "store_unavailable", no_answer, what};
}

std::vector<std::string> cancellation_reasons(const boost::json::object& body) {
  std::vector<std::string> reasons;
  const boost::json::value* given = body.if_contains("CancellationReasons");
  if (given == nullptr || !given->is_array()) return reasons;
  for (const boost::json::value& reason : given->get_array()) {
    const auto* object = reason.if_object();
    const boost::json::value* code = object == nullptr ? nullptr : object->if_contains("Code");
    reasons.emplace_back(code != nullptr && code->is_string() ? std::string(code->get_string()) : "None");
  }
  return reasons;
}

Failure transaction_failure(std::string_view operation, const std::vector<std::string>& reasons) {
  std::string detail(operation);
  const auto among = [&](std::string_view wanted) { return std::ranges::find(reasons, wanted) != reasons.end(); };
  for (const std::string& reason : reasons) detail += " " + reason;
  if (among("ValidationError") || among("ItemCollectionSizeLimitExceeded")) {
    return {FailureKind::ours, "store_refused", refused, std::move(detail)};
  }
  if (among("ThrottlingError") || among("ProvisionedThroughputExceeded")) {
    return {FailureKind::retry, "store_throttled", throttled, std::move(detail)};
  }
  return {FailureKind::retry, "store_busy", busy, std::move(detail)};
}

}  // namespace exportd::tasks
