// Status of a run and the only moves between statuses.
#pragma once

#include <array>
#include <string_view>

namespace exportd {

enum class Status { pending, processing, failed, succeeded, cancelled };

[[nodiscard]] constexpr bool is_terminal(Status status) {
  return status == Status::failed || status == Status::succeeded || status == Status::cancelled;
}

struct StatusMove {
  Status from;
  Status to;
};

// Processing → Pending only when a worker died or shut down.
inline constexpr std::array<StatusMove, 6> status_moves{{
    {Status::pending, Status::processing},
    {Status::pending, Status::cancelled},
    {Status::processing, Status::succeeded},
    {Status::processing, Status::failed},
    {Status::processing, Status::cancelled},
    {Status::processing, Status::pending},
}};

[[nodiscard]] constexpr bool may_move(Status from, Status to) {
  for (const StatusMove& move : status_moves) {
    if (move.from == from && move.to == to) return true;
  }
  return false;
}

[[nodiscard]] constexpr std::string_view status_name(Status status) {
  switch (status) {
    case Status::pending: return "Pending";
    case Status::processing: return "Processing";
    case Status::failed: return "Failed";
    case Status::succeeded: return "Succeeded";
    case Status::cancelled: return "Cancelled";
  }
  return "";
}

}  // namespace exportd
