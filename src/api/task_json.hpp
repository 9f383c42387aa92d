// A task as everybody may see it (docs/task-service.md, section 7): status, progress, attempts, file, links. Nobody's
// address or token is in it.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "core/task_queue.hpp"

namespace exportd::api {

struct TaskView {
  const TaskRecord& record;
  std::uint64_t queue_position = 0;  // tasks ahead; 0: next, running or ended
  int attempts_max = 4;
  std::uint64_t browser_rows = 10'000;  // below this the page starts the download by itself
  std::string public_url;               // before every link; empty: links are paths
};

[[nodiscard]] boost::json::object task_json(const TaskView& view);

}  // namespace exportd::api
