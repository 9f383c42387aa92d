// What an export would hold, and the words that can be searched for.
#include <algorithm>
#include <array>
#include <atomic>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "api/environment_request.hpp"
#include "api/forecast.hpp"
#include "api/points.hpp"
#include "api/problem.hpp"
#include "api/routes.hpp"
#include "api/task_answer.hpp"
#include "api/vocabulary_json.hpp"
#include "core/limits.hpp"
#include "core/nearest_name.hpp"
#include "core/parameter_kind.hpp"

namespace exportd::api {

namespace json = boost::json;

namespace {

constexpr std::size_t rows_default = 20;
constexpr std::size_t values_default = 20;
constexpr std::size_t values_max = 100;
constexpr std::chrono::milliseconds suggesting_max{2'000};
// Records change by imports, a few times a day; whoever types on asks for the same values again.
constexpr const char* for_a_minute = "max-age=60";

[[noreturn]] void refuse(std::string code, std::string detail, const std::string& parameter) {
  throw ProblemAnswer{
      {.status = 422, .code = std::move(code), .detail = std::move(detail), .parameter = parameter, .more = {}}, {}};
}

// The one value of a control parameter; nullopt: it is not given.
std::optional<std::string> one_value(std::span<const query::NameValue> controls, std::string_view name) {
  std::optional<std::string> one;
  for (const auto& [given, value] : controls) {
    if (given != name || value.empty()) continue;
    if (one && *one != value) refuse("conflict", given + ": there are two: give one", given);
    one = value;
  }
  return one;
}

std::size_t limit_in(std::span<const query::NameValue> controls, std::size_t least, std::size_t most,
                     std::size_t otherwise) {
  const auto text = one_value(controls, "limit");
  if (!text) return otherwise;
  std::size_t number = 0;
  const char* const end = text->data() + text->size();
  const auto [stopped, error] = std::from_chars(text->data(), end, number);
  if (error == std::errc() && stopped == end && number >= least && number <= most) return number;
  refuse("bad_value",
         "limit: " + query::shown(*text) + " is not what it takes: give a number from " + std::to_string(least) +
             " to " + std::to_string(most),
         "limit");
}

template <class T>
json::value known(const std::optional<T>& value) {
  return value ? json::value(*value) : json::value(nullptr);
}

// The rows stand in the answer as they would in the file, digit for digit: they are not read again.
std::string text_of(const Forecast& forecast, const DoorRules& rules) {
  json::object facts{{"totalRows", known(forecast.records)},
                     {"totalColumns", known(forecast.columns)},
                     {"estimatedBytes", known(forecast.bytes)},
                     {"bytesExact", forecast.bytes ? json::value(forecast.bytes_exact) : json::value(nullptr)},
                     {"delivery", nullptr},
                     {"maxRows", rules.max_rows},
                     {"tooMany", nullptr}};
  if (forecast.records) {
    facts["delivery"] = *forecast.records < rules.browser_rows ? "browser" : "email";
    facts["tooMany"] = *forecast.records > rules.max_rows;
  }
  std::string text = json::serialize(facts);
  text.back() = ',';  // instead of the }
  text += "\"rows\":";
  if (!forecast.rows) return text + "null}\n";
  char before = '[';
  for (const std::string& row : *forecast.rows) {
    text += before;
    text += row;
    before = ',';
  }
  return text + (before == '[' ? "[]}\n" : "]}\n");
}

Reply search(const ServiceParts& parts, const Request& request, const PathValues& values) {
  constexpr std::array<std::string_view, 1> controls{"limit"};
  const Environment& environment = environment_in(parts, values);
  std::vector<query::NameValue> pairs = query_pairs(request);
  const std::vector<query::NameValue> given = query::take_controls(pairs, controls);
  const std::size_t limit = limit_in(given, 0, forecast_records, rows_default);
  const query::Request wanted = understood(environment, pairs);
  return {.status = 200,
          .headers = {{"Content-Type", "application/json"}},
          .content = text_of(forecast(parts, environment, wanted, limit), parts.rules),
          .route = {}};
}

// The variables of one axis, in the order given.
std::vector<std::string> axis_in(std::span<const query::NameValue> controls, const std::string& name) {
  constexpr std::size_t variables_max = 4;
  std::vector<std::string> variables;
  for (const auto& [given, value] : controls) {
    if (given == name && !value.empty()) variables.push_back(value);
  }
  if (variables.size() <= variables_max) return variables;
  refuse("bad_value", name + ": there are " + std::to_string(variables.size()) + ": give at most 4 variables to add",
         name);
}

Reply points(const ServiceParts& parts, const Request& request, const PathValues& values) {
  constexpr std::array<std::string_view, 2> controls{"x", "y"};
  const Environment& environment = environment_in(parts, values);
  std::vector<query::NameValue> pairs = query_pairs(request);
  const std::vector<query::NameValue> given = query::take_controls(pairs, controls);
  const PointAxes axes{.x = axis_in(given, "x"), .y = axis_in(given, "y")};
  const query::Request wanted = understood(environment, pairs);
  return {.status = 200,
          .headers = {{"Content-Type", "application/json"}},
          .content = points_json(parts, environment, wanted, axes),
          .route = {}};
}

void refuse_all_but(std::span<const std::string_view> controls, std::span<const query::NameValue> pairs) {
  if (pairs.empty()) return;
  const std::string& name = pairs.front().first;
  const std::vector<std::string> known(controls.begin(), controls.end());
  std::string all;
  for (const std::string& one : known) all += (all.empty() ? "" : " and ") + one;
  refuse("unknown_parameter",
         query::shown(name) + " is no parameter here: there is " + (all.empty() ? "none" : all) +
             (known.empty() ? "" : ": did you mean \"" + nearest_name(name, known) + "\"?"),
         name);
}

Reply parameters(const ServiceParts& parts, const Request& request, const PathValues& values) {
  const Environment& environment = environment_in(parts, values);
  refuse_all_but({}, query_pairs(request));
  return json_reply(200, parameters_json(environment, parts.rules.public_url), {{"Cache-Control", for_a_minute}});
}

// Of {name}, an alias too; 404 naming the nearest.
const ParameterSpec& parameter_in(const Environment& environment, const PathValues& values) {
  const std::string& name = values.find("name")->second;
  std::vector<std::string> names;
  for (const ParameterSpec& spec : environment.parameters) {
    if (spec.name == name || std::ranges::find(spec.aliases, name) != spec.aliases.end()) return spec;
    names.push_back(spec.name);
    names.insert(names.end(), spec.aliases.begin(), spec.aliases.end());
  }
  Problem problem = not_found(query::shown(name) + " is no parameter of " + environment.name + ": did you mean \"" +
                              nearest_name(name, names) + "\"?");
  problem.code = "unknown_parameter";
  problem.parameter = name;
  throw ProblemAnswer{problem, {}};
}

Reply parameter_values(const ServiceParts& parts, const Request& request, const PathValues& values) {
  constexpr std::array<std::string_view, 2> controls{"prefix", "limit"};
  const Environment& environment = environment_in(parts, values);
  const ParameterSpec& spec = parameter_in(environment, values);
  std::vector<query::NameValue> pairs = query_pairs(request);
  const std::vector<query::NameValue> given = query::take_controls(pairs, controls);
  refuse_all_but(controls, pairs);
  const std::string prefix = one_value(given, "prefix").value_or("");
  const std::size_t limit = limit_in(given, 1, values_max, values_default);
  if (!has_values(spec.kind)) {
    refuse("no_values", spec.name + ": its values are measured, not listed: write one such as " + spec.example,
           spec.name);
  }
  auto found = parts.search.suggest(environment, spec, prefix, limit + 1, parts.clock.monotonic() + suggesting_max);
  json::object body{{"parameter", spec.name}, {"prefix", prefix}, {"values", nullptr}, {"more", nullptr}};
  if (found) {
    body["more"] = found->size() > limit;
    found->resize(std::min(found->size(), limit));
    json::array list;
    for (const Suggestion& one : *found) list.push_back(json::object{{"value", one.value}, {"records", one.records}});
    body["values"] = std::move(list);
  }
  return json_reply(200, body, {{"Cache-Control", found ? for_a_minute : "no-store"}});
}

}  // namespace

namespace {

// Searches may take seconds; the pool's other threads are for those who ask for less.
class Turnstile {
 public:
  class Visit {
   public:
    explicit Visit(Turnstile& turnstile) : turnstile_(turnstile) {
      if (++turnstile_.inside_ <= limits::http_searches_max) return;
      --turnstile_.inside_;
      throw ProblemAnswer{{.status = 503,
                           .code = "overloaded",
                           .detail = "too many searches at once: try again in a moment",
                           .parameter = {},
                           .more = {}},
                          {{"Retry-After", "1"}}};
    }
    ~Visit() { --turnstile_.inside_; }
    Visit(const Visit&) = delete;
    Visit& operator=(const Visit&) = delete;

   private:
    Turnstile& turnstile_;
  };

 private:
  std::atomic<std::size_t> inside_ = 0;
};

}  // namespace

void add_search_routes(Router& router, const ServiceParts& parts) {
  const auto turnstile = std::make_shared<Turnstile>();
  const auto add = [&](const std::string& path, auto handler) {
    Handler counted = [&parts, turnstile, handler](const Request& request, const PathValues& values) {
      const Turnstile::Visit visit(*turnstile);
      return handler(parts, request, values);
    };
    router.add({Method::get, path, Charge::request, std::move(counted)});
  };
  add("/v1/{env}/search", search);
  add("/v1/{env}/points", points);
  add("/v1/{env}/parameters", parameters);
  add("/v1/{env}/parameters/{name}/values", parameter_values);
}

}  // namespace exportd::api
