// A Run as JSON, as it is stored in the table and in every entry of the audit log. Times are milliseconds since 1970.
#pragma once

#include <boost/json/fwd.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "core/task.hpp"

namespace exportd::tasks {

[[nodiscard]] boost::json::object run_json(const Run& run);
// Failure(ours, "corrupt_store") when it is not what run_json made.
[[nodiscard]] Run run_of(const boost::json::value& value);

[[nodiscard]] boost::json::object progress_json(const Progress& progress);
[[nodiscard]] Progress progress_of(const boost::json::value& value);

}  // namespace exportd::tasks
