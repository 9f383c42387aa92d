// The task in an answer: its JSON, its tag, and how soon to ask again.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "api/http_message.hpp"
#include "api/router.hpp"
#include "api/service_parts.hpp"
#include "api/task_watch.hpp"
#include "core/task_id.hpp"

namespace exportd::api {

[[nodiscard]] boost::json::object task_answer(const ServiceParts& parts, const TaskRecord& record,
                                              std::uint64_t queue_position);

// JSON with its type and a final line feed.
[[nodiscard]] Reply json_reply(int status, const boost::json::object& body, Headers headers = {});

// Strong entity-tag (RFC 9110, section 8.8.3): whatever can be seen of a run changes its version or its place.
[[nodiscard]] std::string entity_tag(const TaskRecord& record, std::uint64_t queue_position);

// The id in the path; throws ProblemAnswer 404 for what has not the shape of one.
[[nodiscard]] TaskId id_in(const PathValues& values);
// ?run=N, the only parameter there may be; throws ProblemAnswer 422.
[[nodiscard]] std::optional<int> run_in(const Request& request);
// A run's number; nullopt: not one.
[[nodiscard]] std::optional<int> run_number(std::string_view text);

// Throws ProblemAnswer 404 if there is none.
[[nodiscard]] TaskRecord found_task(const ServiceParts& parts, const TaskId& id, std::optional<int> run);

}  // namespace exportd::api
