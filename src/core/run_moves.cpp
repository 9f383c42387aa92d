#include "core/run_moves.hpp"

#include <utility>

namespace exportd {

namespace {

// Ends the attempt under way, if there is one.
void end_attempt(Run& run, std::optional<RunError> error, WallTime now) {
  if (run.attempts.empty() || run.attempts.back().ended_at) return;
  run.attempts.back().ended_at = now;
  run.attempts.back().error = std::move(error);
}

void begin_attempt(Run& run, FencingToken token, WallTime now) {
  const int number = static_cast<int>(run.attempts.size()) + 1;
  run.attempts.push_back({number, token, now, std::nullopt, std::nullopt});
  run.progress = {};
}

void end_run(Run& run, WallTime now) {
  run.slot.reset();
  run.finished_at = now;
  run.cancel_requested = false;
  ++run.version;
}

}  // namespace

Run new_run(int number, std::uint64_t place, WallTime now) {
  Run run;
  run.number = number;
  run.version = 1;
  run.place = place;
  run.created_at = now;
  return run;
}

bool claim_run(Run& run, FencingToken token, int slot, WallTime now) {
  if (!run.status.move(Status::processing)) return false;
  run.slot = slot;
  run.started_at = now;
  begin_attempt(run, token, now);
  ++run.version;
  return true;
}

bool next_attempt(Run& run, FencingToken token, const RunError& reason, int attempts_max, WallTime now) {
  if (run.status != Status::processing || static_cast<int>(run.attempts.size()) >= attempts_max) return false;
  end_attempt(run, reason, now);
  begin_attempt(run, token, now);
  ++run.version;
  return true;
}

bool settle_run(Run& run, const Settlement& settlement, std::chrono::milliseconds keep, WallTime now) {
  const bool succeeded = settlement.status == Status::succeeded;
  if (run.status != Status::processing || settlement.status == Status::pending) return false;
  if (succeeded != settlement.receipt.has_value() || !run.status.move(settlement.status)) return false;
  end_attempt(run, settlement.error, now);
  run.error = settlement.error;
  if (succeeded) {
    run.receipt = settlement.receipt;
    run.data_version = settlement.receipt->data_version;
    run.progress.stage = Stage::done;
    run.progress.records = settlement.receipt->records;
    run.progress.total_records = settlement.receipt->records;
    run.progress.bytes = settlement.receipt->bytes;
    run.progress.per_mille = 1'000;
    if (keep.count() > 0) run.expires_at = now + keep;
  }
  run.progress.remaining_seconds.reset();
  end_run(run, now);
  return true;
}

bool give_back_run(Run& run) {
  if (!run.status.move(Status::pending)) return false;
  if (!run.attempts.empty()) run.attempts.pop_back();
  run.slot.reset();
  run.progress = {};
  run.started_at.reset();
  ++run.version;
  return true;
}

bool take_over_run(Run& run, int attempts_max, WallTime now) {
  if (run.status != Status::processing) return false;
  const RunError lost{worker_lost_code, "the machine that made the file went silent"};
  ++run.takeovers;
  if (run.cancel_requested) {
    end_attempt(run, lost, now);
    return settle_run(run, {Status::cancelled, std::nullopt, std::nullopt}, {}, now);
  }
  if (static_cast<int>(run.attempts.size()) >= attempts_max) {
    return settle_run(run,
                      {Status::failed, std::nullopt,
                       RunError{worker_lost_code,
                                "the machines that made the file went silent again and again: nothing was stored: "
                                "request it again later"}},
                      {}, now);
  }
  if (!run.status.move(Status::pending)) return false;
  end_attempt(run, lost, now);
  run.slot.reset();
  run.progress = {};
  run.started_at.reset();
  ++run.version;
  return true;
}

bool cancel_run(Run& run, WallTime now) {
  if (run.status == Status::processing) {
    if (run.cancel_requested) return false;
    run.cancel_requested = true;
    ++run.version;
    return true;
  }
  if (!run.status.move(Status::cancelled)) return false;
  end_run(run, now);
  return true;
}

bool expire_run(Run& run, WallTime now) {
  if (run.status != Status::succeeded || run.expired_at) return false;
  run.expired_at = now;
  ++run.version;
  return true;
}

bool delete_run_file(Run& run, WallTime now) {
  if (!run.expired_at || run.deleted_at) return false;
  run.deleted_at = now;
  ++run.version;
  return true;
}

}  // namespace exportd
