// The task store in DynamoDB as the configuration names it: opened, made, checked, backed up and restored.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "app/commands.hpp"
#include "app/config.hpp"
#include "app/task_backups.hpp"
#include "core/ports.hpp"
#include "tasks/dynamo_client.hpp"
#include "tasks/record_table.hpp"

namespace exportd::app {

// Asks nothing yet. Failure(reject, "bad_config") for a configuration without a region, with a prefix that no table
// may have, or with more slots than one view holds.
[[nodiscard]] std::unique_ptr<tasks::RecordTable> open_dynamo_table(const Config& config, const Clock& clock);

// "DynamoDB tables exportd-tasks and exportd-audit in eu-west-1"
[[nodiscard]] std::string dynamo_place(const Config& config);

// Makes the tables, or what they lack. Returns a line for each thing done or found.
[[nodiscard]] std::string init_dynamo_store(const Session& session);

// Runs the checks through `checked`, which prints a line for each; false if one of them found something wrong.
using Check = std::function<std::string()>;
[[nodiscard]] bool check_dynamo_store(const Session& session,
                                      const std::function<bool(const std::string& part, const Check&)>& checked);

// Into new tables, under a prefix of their own. `exportd restore`.
int restore_dynamo_store(const Session& session, WallTime to);

class DynamoBackups final : public TaskBackups {
 public:
  DynamoBackups(const Config& config, tasks::RecordTable& table, const Clock& clock);
  std::string take() override;
  void take_if_due() override;

 private:
  const Config& config_;
  tasks::RecordTable& table_;
  const Clock& clock_;
  tasks::DynamoClient client_;
};

}  // namespace exportd::app
