// AuditEvent: one entry of the append-only log. No e-mail or IP address and no cancel token is ever in it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/status.hpp"
#include "core/task.hpp"

namespace exportd {

enum class AuditKind {
  created,
  joined,
  left,
  claimed,
  attempt_failed,
  taken_over,
  given_back,
  cancelled,
  succeeded,
  failed,
  mailed,
  held,
  download_started,
  download_ended,
  expired,
  deleted,
};

enum class ActorKind { requester, worker, housekeeper, admin, command_line };

struct AuditEvent {
  TaskId task;
  int run = 1;
  std::uint64_t sequence = 0;  // gapless within the task
  AuditKind kind{};
  ActorKind actor{};
  std::string instance;  // which process wrote it
  WallTime at{};
  std::optional<Status> from;
  std::optional<Status> to;
  std::string reason;
  std::string public_record;  // the run's whole public record after the event, JSON
};

}  // namespace exportd
