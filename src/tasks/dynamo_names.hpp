// The names of the task store's two tables in DynamoDB.
#pragma once

#include <string>

namespace exportd::tasks {

struct DynamoNames {
  std::string prefix;  // "exportd-"; letters, digits, '-', '_' and '.'

  [[nodiscard]] std::string tasks() const { return prefix + "tasks"; }
  [[nodiscard]] std::string audit() const { return prefix + "audit"; }
};

}  // namespace exportd::tasks
