// One function per command of the command line (docs/command-line.md). Each returns the exit code or throws Failure,
// which main.cpp turns into one line on stderr and an exit code.
#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/config.hpp"
#include "core/ports.hpp"
#include "query/pairs.hpp"

namespace exportd::app {

enum ExitCode : int { exit_done = 0, exit_failed = 1, exit_usage = 2, exit_cancelled = 3, exit_too_many = 4 };

// What every command stands on.
struct Session {
  const Config& config;
  Clock& clock;
  std::stop_token stop;
  std::string log_level = "info";
};

struct ImportCommand {
  std::string environment;
  std::filesystem::path file;
  bool skip_bad = false;
  bool json = false;
};
int import_records(const Session& session, const ImportCommand& command);

struct RunCommand {
  std::string environment;
  std::string query;
  std::vector<query::NameValue> options;  // file options given as flags
  std::filesystem::path target;           // empty: a readable name in the current directory; "-"
  bool keep_object = false;
  bool json = false;
};
int run(const Session& session, const RunCommand& command);

struct IdCommand {
  std::string environment;
  std::string query;
  std::vector<query::NameValue> options;
  bool json = false;
};
int print_id(const Session& session, const IdCommand& command);

struct KeygenCommand {
  std::filesystem::path target;
};
int generate_key(const Session& session, const KeygenCommand& command);

struct DecryptCommand {
  std::filesystem::path object;
  std::filesystem::path target;
  std::optional<std::filesystem::path> identity;
};
int decrypt(const Session& session, const DecryptCommand& command);

struct ServeCommand {
  std::optional<int> workers;  // none: the configured parallel
  bool http = false;           // the HTTP API too
  std::string listen;          // empty: the configured address
};
int serve(const Session& session, const ServeCommand& command);

struct TasksAddCommand {
  std::string environment;
  std::string query;
  std::vector<query::NameValue> options;
  std::string email;
  bool refresh = false;
};
int add_task(const Session& session, const TasksAddCommand& command);

struct TasksListCommand {
  std::string status;       // empty: all
  std::string environment;  // empty: all
  std::size_t limit = 100;
};
int list_tasks(const Session& session, const TasksListCommand& command);

struct TasksOneCommand {
  std::string id;
  std::optional<int> run;  // none: the newest
};
int show_task(const Session& session, const TasksOneCommand& command);
int cancel_task(const Session& session, const TasksOneCommand& command);
int retry_task(const Session& session, const TasksOneCommand& command);

struct AuditCommand {
  std::string id;     // empty: all tasks
  std::string since;  // RFC 3339; empty: from the start
};
int show_audit(const Session& session, const AuditCommand& command);

struct InitCommand {};
int init(const Session& session, const InitCommand& command);

struct DoctorCommand {};
int doctor(const Session& session, const DoctorCommand& command);

struct BackupCommand {};
int backup(const Session& session, const BackupCommand& command);

struct RestoreCommand {
  std::string to;  // RFC 3339
};
int restore(const Session& session, const RestoreCommand& command);

struct DemoCommand {
  std::string listen;  // empty: the configured address
};
int demo(const Session& session, const DemoCommand& command);

}  // namespace exportd::app
