// What may happen to a run, as pure functions of the run: every task store changes a run through these and through
// nothing else, so that all of them have one state machine. A function that does not fit the run's status returns
// false and changes nothing.
#pragma once

#include <string>

#include "core/task.hpp"

namespace exportd {

struct Settlement {
  Status status{};                 // Succeeded, Failed or Cancelled
  std::optional<Receipt> receipt;  // with Succeeded
  std::optional<RunError> error;   // with Failed
};

// The code of a run, and of its last attempt, that ended because too many workers died.
inline constexpr const char* worker_lost_code = "worker_lost";

[[nodiscard]] Run new_run(int number, std::uint64_t place, WallTime now);

// Pending → Processing in that slot, with the first or a further attempt.
[[nodiscard]] bool claim_run(Run& run, FencingToken token, int slot, WallTime now);

// The running attempt failed and the next one takes its place, in the same slot. Its retries are used up: false.
[[nodiscard]] bool next_attempt(Run& run, FencingToken token, const RunError& reason, int attempts_max, WallTime now);

// Processing → its end. `keep`: how long the file is kept; zero: for ever.
[[nodiscard]] bool settle_run(Run& run, const Settlement& settlement, std::chrono::milliseconds keep, WallTime now);

// Processing → Pending on a clean shutdown: the attempt leaves no trace and does not count.
[[nodiscard]] bool give_back_run(Run& run);

// The worker died. Processing → Cancelled if that was asked for; → Failed if no attempt is left; else → Pending.
[[nodiscard]] bool take_over_run(Run& run, int attempts_max, WallTime now);

// Pending → Cancelled at once; Processing: its worker is asked to.
[[nodiscard]] bool cancel_run(Run& run, WallTime now);

// A Succeeded run whose file is not to be kept any longer.
[[nodiscard]] bool expire_run(Run& run, WallTime now);

// The objects of an expired run are gone.
[[nodiscard]] bool delete_run_file(Run& run, WallTime now);

}  // namespace exportd
