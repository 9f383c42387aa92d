// POST /v1/{env}/exports: a request for an export is counted, queued or joined, and answered with a token of its own.
#include <array>
#include <boost/json/serialize.hpp>
#include <optional>
#include <string>
#include <utility>

#include "api/bearer_token.hpp"
#include "api/environment_request.hpp"
#include "api/prefer.hpp"
#include "api/problem.hpp"
#include "api/request_body.hpp"
#include "api/routes.hpp"
#include "api/task_answer.hpp"
#include "core/email_address.hpp"
#include "core/failure.hpp"
#include "core/limits.hpp"
#include "seal/address_tokens.hpp"

namespace exportd::api {

namespace json = boost::json;

namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 2> controls_in_body{"email", "refresh"};
constexpr std::array<std::string_view, 1> controls_in_query{"refresh"};
constexpr std::chrono::seconds longest_wait = 30s;
constexpr std::uint64_t refresh_costs = 5;  // creations; one of them every creation costs

struct Wanted {
  query::Request request;
  std::optional<EmailAddress> email;
  bool refresh = false;
};

[[noreturn]] void refuse(int status, std::string code, std::string detail, std::string parameter = {},
                         Headers headers = {}) {
  throw ProblemAnswer{{.status = status,
                       .code = std::move(code),
                       .detail = std::move(detail),
                       .parameter = std::move(parameter),
                       .more = {}},
                      std::move(headers)};
}

std::optional<EmailAddress> email_in(const Environment& environment, std::span<const query::NameValue> controls) {
  std::string email;
  for (const auto& [name, value] : controls) {
    if (name != "email" || value.empty()) continue;
    if (!email.empty() && email != value) refuse(422, "conflict", "email: there are two: give one address", "email");
    email = value;
  }
  if (email.empty() && environment.email_required) {
    refuse(422, "email_required",
           "email: it is missing: exports of " + environment.name +
               " are announced by e-mail: give an address in the body",
           "email");
  }
  if (email.empty()) return std::nullopt;
  return requested_email_address(email);
}

Wanted wanted(const Environment& environment, const Request& request) {
  std::vector<query::NameValue> pairs = query_pairs(request);
  std::vector<query::NameValue> controls = query::take_controls(pairs, controls_in_query);
  std::vector<query::NameValue> body = body_pairs(request);
  for (query::NameValue& control : query::take_controls(body, controls_in_body)) controls.push_back(std::move(control));
  for (query::NameValue& pair : body) pairs.push_back(std::move(pair));
  for (const auto& [name, value] : pairs) {
    if (name == "email")
      refuse(422, "bad_value", "email: it stands in the address: give it in the body of the request", name);
  }
  const auto refresh = query::wants_refresh(controls);
  if (!refresh) throw ProblemAnswer{problem_of(refresh.error()), {}};
  return {understood(environment, pairs), email_in(environment, controls), *refresh};
}

std::string idempotency_key(const Request& request) {
  const std::string key(request.headers.first("Idempotency-Key"));
  if (request.headers.count("Idempotency-Key") == 0) return {};
  const bool printable = key.find_first_not_of(
                             "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`"
                             "abcdefghijklmnopqrstuvwxyz{|}~") == std::string::npos;
  if (key.size() < 16 || key.size() > 128 || !printable || request.headers.count("Idempotency-Key") > 1) {
    refuse(422, "bad_idempotency_key", "Idempotency-Key: give one of 16 to 128 printable characters without spaces");
  }
  return key;
}

// A list of columns that names none is refused now, not by a worker in a while. Which there are only the search knows;
// the table of no record tells.
void refuse_unknown_columns(const ServiceParts& parts, const Environment& environment, const FileOptions& options) {
  if (options.columns != ColumnChoice::list || options.layout == Layout::long_form) return;
  std::vector<Analyte> held;
  try {
    held = parts.search.analytes(environment);
  } catch (const Failure&) {
    return;  // as below
  }
  static_cast<void>(
      parts.preview({environment, options, held, Page{std::vector<char>(limits::page_padding_bytes), {}}}));
}

// What the search holds, if it says so in time; the worker counts again.
void refuse_too_many(const ServiceParts& parts, const Environment& environment, const query::Request& request) {
  constexpr std::chrono::milliseconds counting_max = 300ms;
  std::optional<std::uint64_t> records;
  try {
    records = parts.search.count(environment, request.criteria, parts.clock.monotonic() + counting_max);
  } catch (const Failure&) {
    return;  // a search that is down keeps nobody from queueing
  }
  if (!records || *records <= parts.rules.max_rows) return;
  const std::string detail = "too many rows: the search holds " + std::to_string(*records) +
                             " records and an export at most " + std::to_string(parts.rules.max_rows) +
                             ": narrow the search or split it, for example by publicationYears";
  throw ProblemAnswer{{.status = 422,
                       .code = "too_many_rows",
                       .detail = detail,
                       .parameter = {},
                       .more = {{"totalRows", *records}, {"maxRows", parts.rules.max_rows}}},
                      {}};
}

std::string data_version(const ServiceParts& parts, const Environment& environment) {
  try {
    return parts.search.data_version(environment);
  } catch (const Failure&) {
    return {};  // unknown: nothing is reused
  }
}

Reply accepted(const ServiceParts& parts, TaskWatch& watch, const TaskRecord& record, const std::string& token,
               bool waited) {
  json::object body = task_answer(parts, record, watch.queue_position(record));
  body["cancelToken"] = token;
  Headers headers{{"Location", std::string(body["links"].as_object()["self"].as_string())}};
  if (!record.run.status.terminal()) headers.add("Retry-After", "10");
  if (waited) headers.add("Preference-Applied", "wait");
  return json_reply(record.run.status == Status::succeeded ? 200 : 202, body, std::move(headers));
}

std::optional<Addressee> addressee(const ServiceParts& parts, const Wanted& wanted) {
  if (!wanted.email) return std::nullopt;
  return seal::addressee(parts.rules.secret, *wanted.email);
}

// By configuration an address may only have so many exports made a day, from wherever it is given.
[[noreturn]] void refuse_address(const ServiceParts& parts) {
  const auto day = std::chrono::floor<std::chrono::days>(parts.clock.wall());
  const auto tomorrow = std::chrono::ceil<std::chrono::seconds>(day + std::chrono::days(1) - parts.clock.wall());
  refuse(429, "address_limit",
         "email: " + std::to_string(parts.rules.creations_per_day) +
             " exports a day have been asked for with this address: try again tomorrow",
         "email", {{"Retry-After", std::to_string(tomorrow.count())}});
}

Admitted admit(const ServiceParts& parts, const Environment& environment, const Wanted& wanted, const std::string& key,
               const std::function<std::string(int run)>& token) {
  const auto admitted = parts.tasks.create_or_join(
      {.task = {wanted.request.id, environment.name, wanted.request.search_parameters, wanted.request.file_options},
       .email = addressee(parts, wanted),
       .idempotency_key = key,
       .token = [&](int run) { return hash_of(token(run)); },
       .data_version = data_version(parts, environment),
       .refresh = wanted.refresh,
       .creations_per_day = parts.rules.creations_per_day,
       .actor = ActorKind::requester});
  if (!admitted && admitted.error() == Refusal::quota_spent) refuse_address(parts);
  if (!admitted) throw ProblemAnswer{problem_of(admitted.error()), {{"Retry-After", "60"}}};
  return *admitted;
}

Reply create(const ServiceParts& parts, TaskWatch& watch, RateLimit& creations, const Request& request,
             const PathValues& values) {
  const Environment& environment = environment_in(parts, values);
  const std::string key = idempotency_key(request);
  const Wanted want = wanted(environment, request);
  if (parts.draining()) {
    refuse(503, "draining", "the service is stopping: try again in a minute", {}, {{"Retry-After", "10"}});
  }
  if (want.refresh) {
    const Allowance allowance = creations.take(request.client.network(), refresh_costs - 1, 1);
    const std::string seconds = std::to_string(allowance.until_granted.count());
    if (!allowance.granted) {
      refuse(429, "too_many_requests", "refresh=true counts as five requests: try again in " + seconds + " s",
             "refresh", {{"Retry-After", seconds}});
    }
  }
  refuse_unknown_columns(parts, environment, want.request.options);
  refuse_too_many(parts, environment, want.request);

  const std::string drawn = random_token();
  const auto token = [&](int run) {
    return key.empty() ? drawn : keyed_token(parts.rules.secret, want.request.id, key, run);
  };
  const Admitted admitted = admit(parts, environment, want, key, token);
  const TaskRecord& record = admitted.record;
  const std::string own = token(record.run.number);
  const auto wait = wait_preferred(request.headers, longest_wait);
  if (!wait || record.run.status.terminal()) return accepted(parts, watch, record, own, false);

  auto waiting = std::make_unique<Waiting>();
  waiting->until = watch.follow(record.task.id, record.run.number, {});
  waiting->at_most = *wait;
  waiting->then = [&parts, &watch, id = record.task.id, run = record.run.number, own] {
    return accepted(parts, watch, found_task(parts, id, run), own, true);
  };
  return {.status = 200, .headers = {}, .content = std::move(waiting), .route = {}};
}

}  // namespace

void add_creation_routes(Router& router, const ServiceParts& parts, TaskWatch& watch, RateLimit& creations) {
  router.add(
      {Method::post, "/v1/{env}/exports", Charge::creation, [&](const Request& request, const PathValues& values) {
         return create(parts, watch, creations, request, values);
       }});
}

}  // namespace exportd::api
