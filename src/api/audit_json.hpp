// An event of the audit log as operators read it.
#pragma once

#include <boost/json/object.hpp>

#include "core/audit_event.hpp"

namespace exportd::api {

// With the run as it was after the event: status, attempts with their fencing tokens, the stored object. Of a download:
// its range, the bytes sent.
[[nodiscard]] boost::json::object audit_json(const AuditEvent& event);

}  // namespace exportd::api
