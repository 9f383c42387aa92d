// Status of a run and the only moves between statuses. A run holds a RunStatus: nothing else can change one.
#pragma once

#include <array>
#include <optional>
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

// The status of one run: Pending at first, changed by move() alone.
class RunStatus {
 public:
  constexpr RunStatus() = default;
  // As a store has kept it.
  [[nodiscard]] static constexpr RunStatus stored(Status status) {
    RunStatus kept;
    kept.status_ = status;
    return kept;
  }
  [[nodiscard]] constexpr Status now() const { return status_; }
  [[nodiscard]] constexpr bool terminal() const { return is_terminal(status_); }
  // False, and nothing changes, when there is no such move.
  [[nodiscard]] constexpr bool move(Status to) {
    if (!may_move(status_, to)) return false;
    status_ = to;
    return true;
  }
  friend constexpr bool operator==(const RunStatus&, const RunStatus&) = default;
  friend constexpr bool operator==(const RunStatus& run, Status status) { return run.status_ == status; }

 private:
  Status status_ = Status::pending;
};

inline constexpr std::array<std::string_view, 5> status_names{"Pending", "Processing", "Failed", "Succeeded",
                                                              "Cancelled"};

[[nodiscard]] constexpr std::string_view status_name(Status status) {
  return status_names.at(static_cast<std::size_t>(status));
}

[[nodiscard]] constexpr std::optional<Status> status_named(std::string_view name) {
  for (std::size_t i = 0; i < status_names.size(); ++i) {
    if (status_names.at(i) == name) return static_cast<Status>(i);
  }
  return std::nullopt;
}

}  // namespace exportd
