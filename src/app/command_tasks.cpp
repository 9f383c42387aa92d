// exportd tasks add|list|show|cancel|retry: the operator's view of the queue. Answers are JSON.
#include <algorithm>
#include <boost/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "api/task_json.hpp"
#include "app/commands.hpp"
#include "app/configured_stores.hpp"
#include "app/instance.hpp"
#include "app/messages.hpp"
#include "app/parsed_request.hpp"
#include "app/secret_file.hpp"
#include "app/task_service.hpp"
#include "core/failure.hpp"
#include "seal/address_tokens.hpp"
#include "seal/sha256.hpp"

namespace exportd::app {

namespace json = boost::json;

namespace {

json::object as_json(const Session& session, TaskStore& tasks, const TaskRecord& record) {
  api::TaskView view{.record = record,
                     .queue_position = 0,
                     .attempts_max = static_cast<int>(session.config.queue.retries) + 1,
                     .browser_rows = static_cast<std::uint64_t>(session.config.limits.browser_rows),
                     .public_url = session.config.server.public_url};
  if (record.run.status == Status::pending) {
    const std::vector<PendingEntry> waiting = tasks.pending();
    const auto place = std::ranges::find(waiting, PendingEntry{record.task.id, record.run.number});
    if (place != waiting.end()) view.queue_position = static_cast<std::uint64_t>(place - waiting.begin());
  }
  return api::task_json(view);
}

void print(const Session& session, const json::object& object) {
  print_output(json::serialize(object) + "\n", session.stop);
}

TaskId task_id(const std::string& text) {
  if (TaskId::well_formed(text)) return TaskId(text);
  throw Failure(
      FailureKind::reject, "bad_task_id",
      "tasks: \"" + text + "\" is no task id: give 26 characters of a-z and 2-7, as `exportd id` prints them");
}

[[noreturn]] void throw_refused(const std::string& id, Refusal refusal) {
  const std::string what = "task " + id + ": ";
  switch (refusal) {
    case Refusal::not_found:
      throw Failure(FailureKind::ours, "not_found", what + "there is none: see exportd tasks list");
    case Refusal::queue_full:
      throw Failure(FailureKind::retry, "queue_full", what + "the queue is full: try again later");
    case Refusal::already_ended:
      throw Failure(FailureKind::ours, "already_ended", what + "its run has ended: see exportd tasks show " + id);
    case Refusal::wrong_token:
    case Refusal::quota_spent:
    case Refusal::cancel_requested:
    case Refusal::lost_race: break;
  }
  throw Failure(FailureKind::ours, "conflict", what + "it is under way: see exportd tasks show " + id);
}

const TaskRecord& accepted(const std::string& id, const Result<TaskRecord, Refusal>& result) {
  if (!result) throw_refused(id, result.error());
  return *result;
}

}  // namespace

int add_task(const Session& session, const TasksAddCommand& command) {
  std::optional<Addressee> email;
  if (!command.email.empty()) {
    email = seal::addressee(secret(session.config), requested_email_address(command.email));
  }
  const Environment& environment = find_environment(session.config, command.environment);
  const query::Request request = parsed_request(environment, command.query, command.options);
  OpenTasks tasks(session.config, session.clock, instance_name());
  const std::string token = random_hex(64);
  const auto admitted = tasks.store().create_or_join(
      {.task = {request.id, environment.name, request.search_parameters, request.file_options},
       .email = std::move(email),
       .idempotency_key = {},
       .token = [&](int) { return TokenHash{seal::sha256_hex(token)}; },
       .data_version = open_search(session.config)->data_version(environment),
       .refresh = command.refresh,
       .actor = ActorKind::command_line});
  if (!admitted) throw_refused(request.id.text(), admitted.error());
  json::object task = as_json(session, tasks.store(), admitted->record);
  task["cancelToken"] = token;
  print(session, task);
  return exit_done;
}

int list_tasks(const Session& session, const TasksListCommand& command) {
  OpenTasks tasks(session.config, session.clock, instance_name());
  TaskFilter filter{.status = {}, .environment = command.environment, .since = {}, .cursor = {}, .limit = 100};
  if (!command.status.empty()) {
    filter.status = status_named(command.status);
    if (!filter.status) {
      throw Failure(FailureKind::reject, "bad_value",
                    "tasks: --status " + command.status +
                        ": no such status: give Pending, Processing, Failed, Succeeded or Cancelled");
    }
  }
  std::size_t left = command.limit;
  while (left > 0) {
    filter.limit = std::min<std::size_t>(left, 100);
    const TaskPage page = tasks.store().list(filter);
    for (const TaskRecord& record : page.records) print(session, as_json(session, tasks.store(), record));
    left -= page.records.size();
    filter.cursor = page.next_cursor;
    if (filter.cursor.empty()) break;
  }
  return exit_done;
}

int show_task(const Session& session, const TasksOneCommand& command) {
  OpenTasks tasks(session.config, session.clock, instance_name());
  const auto record = tasks.store().get(task_id(command.id), command.run);
  if (!record) throw_refused(command.id, Refusal::not_found);
  print(session, as_json(session, tasks.store(), *record));
  return exit_done;
}

int cancel_task(const Session& session, const TasksOneCommand& command) {
  OpenTasks tasks(session.config, session.clock, instance_name());
  const auto cancelled = tasks.store().request_cancel(task_id(command.id), ActorKind::command_line);
  print(session, as_json(session, tasks.store(), accepted(command.id, cancelled)));
  return exit_done;
}

int retry_task(const Session& session, const TasksOneCommand& command) {
  OpenTasks tasks(session.config, session.clock, instance_name());
  const auto again = tasks.store().retry(task_id(command.id), ActorKind::command_line);
  print(session, as_json(session, tasks.store(), accepted(command.id, again)));
  return exit_done;
}

}  // namespace exportd::app
