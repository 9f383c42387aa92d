#include "api/task_answer.hpp"

#include <boost/json/serialize.hpp>
#include <charconv>
#include <utility>

#include "api/problem.hpp"
#include "api/task_json.hpp"
#include "query/pairs.hpp"

namespace exportd::api {

namespace json = boost::json;

json::object task_answer(const ServiceParts& parts, const TaskRecord& record, std::uint64_t queue_position) {
  return task_json({.record = record,
                    .queue_position = queue_position,
                    .attempts_max = parts.rules.attempts_max,
                    .browser_rows = parts.rules.browser_rows,
                    .public_url = parts.rules.public_url});
}

Reply json_reply(int status, const json::object& body, Headers headers) {
  headers.add("Content-Type", "application/json");
  return {.status = status, .headers = std::move(headers), .content = json::serialize(body) + "\n", .route = {}};
}

std::string entity_tag(const TaskRecord& record, std::uint64_t queue_position) {
  return "\"" + std::to_string(record.run.number) + "." + std::to_string(record.run.version) + "." +
         std::to_string(queue_position) + "\"";
}

TaskId id_in(const PathValues& values) {
  const std::string& text = values.find("id")->second;
  if (TaskId::well_formed(text)) return TaskId(text);
  throw ProblemAnswer{not_found("export: this is no id of one: an id has 26 characters of a-z and 2-7"), {}};
}

std::optional<int> run_number(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 1) return std::nullopt;
  return number;
}

std::optional<int> run_in(const Request& request) {
  const auto refuse = [](std::string detail, std::string parameter) -> std::optional<int> {
    throw ProblemAnswer{{.status = 422,
                         .code = "bad_value",
                         .detail = std::move(detail),
                         .parameter = std::move(parameter),
                         .more = {}},
                        {}};
  };
  const auto pairs = query::decode_pairs(request.query);
  if (!pairs) throw ProblemAnswer{problem_of(pairs.error()), {}};
  std::optional<int> run;
  for (const auto& [name, value] : *pairs) {
    if (name != "run") return refuse(query::shown(name) + " is no parameter here: there is only run", name);
    const auto number = run_number(value);
    if (!number || run) return refuse("run: " + query::shown(value) + " is not one run: give a number from 1", "run");
    run = number;
  }
  return run;
}

TaskRecord found_task(const ServiceParts& parts, const TaskId& id, std::optional<int> run) {
  if (auto record = parts.tasks.get(id, run)) return *std::move(record);
  throw ProblemAnswer{not_found(run ? "export: it has no such run: leave run out for the newest"
                                    : "export: there is none of that id: check it, or request the export"),
                      {}};
}

}  // namespace exportd::api
