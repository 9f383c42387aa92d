// Which run a request for a file is about, and why its file cannot be had.
#pragma once

#include <optional>
#include <string>

#include "api/service_parts.hpp"
#include "core/task.hpp"
#include "core/task_id.hpp"

namespace exportd::api {

// A run with a file that can be downloaded: that one, or the newest there is. ProblemAnswer 404: no such export or
// run; 409: not ready, with Retry-After while it is under way; 410: expired, with the address that runs it again.
[[nodiscard]] TaskRecord downloadable_run(const ServiceParts& parts, const TaskId& id, std::optional<int> run);

// A run whose file is described: as above, but descriptions do not expire.
[[nodiscard]] TaskRecord described_run(const ServiceParts& parts, const TaskId& id, std::optional<int> run);

}  // namespace exportd::api
