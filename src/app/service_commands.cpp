// The commands of the task service on the command line.
#include <memory>

#include "app/command_definition.hpp"

namespace exportd::app {

namespace {

void define_serve(CLI::App& line, GivenCommand& given) {
  auto served = std::make_shared<ServeCommand>();
  CLI::App* sub = add(line, "serve", "run the service: HTTP API and workers", served, given, serve);
  served->http = true;
  sub->add_option("--listen", served->listen, "address and port, for example 127.0.0.1:8080; port 0: a free one");
  sub->add_option("--workers", served->workers,
                  "workers in this process; default: the configured parallel; 0: the API alone")
      ->check(CLI::Range(0, 1'000));
  auto worked = std::make_shared<ServeCommand>();
  sub = add(line, "worker", "run workers only", worked, given, serve);
  sub->add_option("--workers", worked->workers, "workers in this process; default: the configured parallel")
      ->check(CLI::Range(1, 1'000));
}

void define_tasks_add(CLI::App& tasks, GivenCommand& given) {
  auto command = std::make_shared<TasksAddCommand>();
  CLI::App* sub = add(tasks, "add", "queue an export and print the task", command, given, add_task);
  sub->add_option("ENV", command->environment, "environment, for example petdb")->required();
  sub->add_option("QUERY", command->query, "the search URL's query string; '' is every record")->required();
  sub->add_option("--email", command->email, "who is told when it has ended");
  sub->add_flag("--refresh", command->refresh, "a new run although there is a file of the same data");
  add_file_options(*sub, command->options);
}

void define_tasks(CLI::App& line, GivenCommand& given) {
  CLI::App* tasks = line.add_subcommand("tasks", "the queue: add, list, show, cancel, retry");
  tasks->fallthrough();
  tasks->require_subcommand(1);
  define_tasks_add(*tasks, given);
  auto listed = std::make_shared<TasksListCommand>();
  CLI::App* sub = add(*tasks, "list", "runs, newest first, one JSON line each", listed, given, list_tasks);
  sub->add_option("--status", listed->status, "Pending, Processing, Failed, Succeeded or Cancelled");
  sub->add_option("--environment", listed->environment, "of one environment only");
  sub->add_option("--limit", listed->limit, "at most so many (100)");
  auto shown = std::make_shared<TasksOneCommand>();
  sub = add(*tasks, "show", "one task", shown, given, show_task);
  sub->add_option("ID", shown->id, "task id")->required();
  sub->add_option("--run", shown->run, "a run other than the newest");
  auto cancelled = std::make_shared<TasksOneCommand>();
  sub =
      add(*tasks, "cancel", "cancel the newest run of a task, for all who asked for it", cancelled, given, cancel_task);
  sub->add_option("ID", cancelled->id, "task id")->required();
  auto retried = std::make_shared<TasksOneCommand>();
  sub = add(*tasks, "retry", "a new run after a Failed or Cancelled one, for the same requesters", retried, given,
            retry_task);
  sub->add_option("ID", retried->id, "task id")->required();
}

}  // namespace

void define_service_commands(CLI::App& line, GivenCommand& given) {
  define_serve(line, given);
  define_tasks(line, given);
  auto audited = std::make_shared<AuditCommand>();
  CLI::App* sub = add(line, "audit", "the audit log, one JSON line an event", audited, given, show_audit);
  sub->add_option("ID", audited->id, "of one task; default: all");
  sub->add_option("--since", audited->since, "events from this time on, for example 2026-11-24T09:30:00Z");
  add(line, "init", "create what is missing: folders, the task store, keys", std::make_shared<InitCommand>(), given,
      init);
  add(line, "doctor", "check every configured part", std::make_shared<DoctorCommand>(), given, doctor);
  add(line, "backup", "a snapshot of the task store, now", std::make_shared<BackupCommand>(), given, backup);
  auto restored = std::make_shared<RestoreCommand>();
  sub = add(line, "restore", "the task store as it was at a time, into a new file", restored, given, restore);
  sub->add_option("--to", restored->to, "for example 2026-11-24T09:30:00Z")->required();
}

}  // namespace exportd::app
