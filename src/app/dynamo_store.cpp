#include "app/dynamo_store.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "app/messages.hpp"
#include "app/task_history.hpp"
#include "core/failure.hpp"
#include "core/rfc3339.hpp"
#include "net/aws_client.hpp"
#include "net/aws_default_credentials.hpp"
#include "tasks/dynamo_backups.hpp"
#include "tasks/dynamo_inspection.hpp"
#include "tasks/dynamo_schema.hpp"
#include "tasks/dynamo_table.hpp"
#include "tasks/restore.hpp"

namespace exportd::app {

namespace {

[[noreturn]] void refuse(const std::string& what) {
  throw Failure(FailureKind::reject, "bad_config", "configuration: " + what);
}

std::string region_of(const Config& config) {
  const std::string region = config.store.region.empty() ? net::default_aws_region() : config.store.region;
  if (region.empty()) refuse("store.region is empty and AWS_REGION is not set: name the tables' region");
  return region;
}

tasks::DynamoNames names_of(const Config& config) {
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
  constexpr std::size_t longest = 200;  // a table's name has 255 at most, a restored one more than its origin
  const std::string& prefix = config.store.table_prefix;
  if (prefix.find_first_not_of(allowed) != std::string::npos || prefix.size() > longest) {
    refuse("store.table_prefix \"" + prefix + "\" has other characters than a-z, A-Z, 0-9, '-', '_' and '.', or more " +
           "than " + std::to_string(longest));
  }
  return {prefix};
}

std::shared_ptr<net::AwsClient> access(const Config& config, const Clock& clock) {
  const std::string region = region_of(config);
  std::string endpoint = config.store.endpoint;
  if (endpoint.empty()) endpoint = "https://dynamodb." + region + ".amazonaws.com";
  while (endpoint.ends_with('/')) endpoint.pop_back();
  return std::make_shared<net::AwsClient>(
      net::AwsService{
          .name = "task store", .endpoint = endpoint, .scope = {region, "dynamodb"}, .ca_file = config.store.ca_file},
      net::default_aws_credentials(clock), clock);
}

}  // namespace

std::unique_ptr<tasks::RecordTable> open_dynamo_table(const Config& config, const Clock& clock) {
  return std::make_unique<tasks::DynamoTable>(access(config, clock), names_of(config));
}

std::string dynamo_place(const Config& config) {
  const tasks::DynamoNames names = names_of(config);
  return "DynamoDB tables " + names.tasks() + " and " + names.audit() + " in " + region_of(config);
}

std::string init_dynamo_store(const Session& session) {
  tasks::DynamoClient client(access(session.config, session.clock));
  std::string said;
  const tasks::DynamoWork work{client, session.clock, session.stop,
                               [&said](const std::string& line) { said += line + "\n"; }};
  tasks::create_dynamo_tables(work, names_of(session.config), session.config.store.kms_key);
  return said;
}

bool check_dynamo_store(const Session& session,
                        const std::function<bool(const std::string& part, const Check&)>& checked) {
  const auto inspected = [&](std::string (*inspect)(tasks::DynamoClient&, const tasks::DynamoNames&)) {
    return [&session, inspect] {
      tasks::DynamoClient client(access(session.config, session.clock));
      return inspect(client, names_of(session.config));
    };
  };
  bool good = checked("task tables", inspected(tasks::inspected_tables));
  good = checked("recovery", inspected(tasks::inspected_recovery)) && good;
  return checked("access", inspected(tasks::inspected_access)) && good;
}

int restore_dynamo_store(const Session& session, WallTime to) {
  const Config& config = session.config;
  const tasks::DynamoNames from = names_of(config);
  const tasks::DynamoNames names = tasks::restored_names(from, to);
  const std::shared_ptr<net::AwsClient> aws = access(config, session.clock);
  tasks::DynamoClient client(aws);
  const tasks::DynamoWork work{client, session.clock, session.stop,
                               [&](const std::string& line) { print_output(line + "\n", session.stop); }};
  tasks::restore_dynamo_tables(work, from, to);
  tasks::DynamoTable live(aws, from);
  tasks::DynamoTable table(aws, names);
  tasks::refuse_restored(table, names);
  // The two tables are not of one moment, and tokens and suppressions go on from today's: as with a snapshot.
  const History history = history_of(live);
  const tasks::RestoreReport report =
      tasks::restore_tasks(table, {history.log, to, history.highest, session.clock.wall(), history.suppressed});
  tasks::mark_restored(table, names);
  print_output(std::to_string(report.runs) + " runs as of " + rfc3339(to) + ", " + std::to_string(report.requeued) +
                   " of them back in the queue\nto use it: stop every exportd, set [store] table_prefix = \"" +
                   names.prefix + "\", run exportd doctor, start again\n",
               session.stop);
  return exit_done;
}

DynamoBackups::DynamoBackups(const Config& config, tasks::RecordTable& table, const Clock& clock)
    : config_(config), table_(table), clock_(clock), client_(access(config, clock)) {}

std::string DynamoBackups::take() {
  const tasks::DynamoNames names = names_of(config_);
  std::string made;
  for (const std::string& table : {names.tasks(), names.audit()}) {
    made += tasks::create_dynamo_backup(client_, table, clock_.wall()) + "\n";
  }
  return made;
}

void DynamoBackups::take_if_due() {
  static_cast<void>(tasks::backup_if_due(table_, client_, names_of(config_), clock_.wall()));
}

}  // namespace exportd::app
