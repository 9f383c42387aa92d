// What S3 answers when something is wrong → Failure. Pure. Messages name neither bucket nor host; details do.
#pragma once

#include <string>

#include "core/failure.hpp"
#include "files/system_failure.hpp"
#include "net/http_message.hpp"

namespace exportd::files {

// An answer that is no success. `asked`: the request, for the detail.
//   retry store_unavailable   too many requests, 5xx, 409, a body that arrived damaged or too late
//   ours  not_allowed         the credentials, or what they may do
//   ours  disk_full           a server of one's own that has no room
//   ours  store_error         anything else; also a bucket that is missing or in another region
[[nodiscard]] Failure s3_failure(Doing doing, const net::HttpResponse& response, const std::string& asked);

// The same, of a request that was not answered: codes aws_unavailable and aws_throttled become store_unavailable,
// stopped becomes cancelled; all others stay.
[[nodiscard]] Failure s3_failure(Doing doing, const Failure& unanswered, const std::string& asked);

// cancel cancelled: a stop was requested.
[[nodiscard]] Failure s3_cancelled(Doing doing);

// Whether the same request may succeed at once: a body damaged on its way, a connection too slow, a conditional write
// at the same moment as another. The client below has tried the rest already.
[[nodiscard]] bool heals_at_once(int status, const std::string& code);

}  // namespace exportd::files
