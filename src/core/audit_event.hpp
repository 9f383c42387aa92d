// AuditEvent: one entry of the append-only log. No e-mail or IP address and no cancel token is ever in it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

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
  cancel_requested,
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

inline constexpr std::array<std::string_view, 17> audit_kind_names{
    "created",    "joined",           "left",           "claimed",   "attempt failed", "taken over",
    "given back", "cancel requested", "cancelled",      "succeeded", "failed",         "mailed",
    "held",       "download started", "download ended", "expired",   "deleted"};

[[nodiscard]] constexpr std::string_view audit_kind_name(AuditKind kind) {
  return audit_kind_names.at(static_cast<std::size_t>(kind));
}

enum class ActorKind { requester, worker, housekeeper, admin, command_line };

inline constexpr std::array<std::string_view, 5> actor_names{"requester", "worker", "housekeeper", "admin",
                                                             "command line"};

[[nodiscard]] constexpr std::string_view actor_name(ActorKind actor) {
  return actor_names.at(static_cast<std::size_t>(actor));
}

[[nodiscard]] constexpr bool of_download(AuditKind kind) {
  return kind == AuditKind::download_started || kind == AuditKind::download_ended;
}

// The bytes from `first` to `last`, both of them included.
struct ByteSpan {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  friend bool operator==(const ByteSpan&, const ByteSpan&) = default;
};

// One download: of the whole file, or of all ranges of it that one client asked for within one minute. Nothing in it
// is made of the client's address.
struct Download {
  std::string id;                 // random; the same when it has started and when it has ended
  std::optional<ByteSpan> range;  // the first one asked for; nullopt: the whole file
  std::uint64_t requests = 1;
  std::uint64_t bytes = 0;  // sent in all; with "download ended" only
  friend bool operator==(const Download&, const Download&) = default;
};

struct AuditEvent {
  TaskId task;
  std::uint64_t sequence = 0;  // from 1, gapless within the task; 0 with downloads, which have none
  AuditKind kind{};
  ActorKind actor{};
  std::string instance;  // which process wrote it
  WallTime at{};
  std::optional<Status> from;
  std::optional<Status> to;
  std::string reason;
  Run run;  // whole, as it is after the event: the last event of a run is its state; with downloads its number alone
  std::optional<Task> made;          // with created: what is exported
  std::optional<Download> download;  // with downloads
};

}  // namespace exportd
