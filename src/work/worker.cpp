#include "work/worker.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "work/user_error.hpp"

namespace exportd::work {

Worker::Worker(TaskStore& tasks, const Clock& clock, Attempts& attempts, Observer& observer, ClaimTurn& turn,
               const WorkerRules& rules, std::string name, std::function<double()> jitter)
    : tasks_(tasks),
      clock_(clock),
      attempts_(attempts),
      observer_(observer),
      turn_(turn),
      rules_(rules),
      first_name_(std::move(name)),
      name_(first_name_),
      jitter_(std::move(jitter)) {}

MonotonicTime Worker::step() {
  const MonotonicTime now = clock_.monotonic();
  if (!claim_) {
    if (shutting_down_) return MonotonicTime::max();
    if (now >= next_claim_) claim(now);
    if (!claim_) return next_claim_;
  }
  beat(now);
  watch_attempt(now);
  if (!attempt_ && stopped_ == Stopped::lost) {
    drop(true);
  } else if (end_ && now >= next_conclude_) {
    conclude(now);
  } else if (!attempt_ && !end_ && stopped_ == Stopped::cancel) {
    end_ = AttemptEnd{};  // cancelled between two attempts
    conclude(now);
  } else if (!attempt_ && !end_ && shutting_down_) {
    give_back();  // waiting for its next attempt
  } else if (!attempt_ && !end_ && now >= start_at_) {
    start_attempt();
  }
  if (!claim_) return now;
  const MonotonicTime next_look = now + rules_.look_every;
  return stopped_ == Stopped::lost ? next_look : std::min(next_beat_, next_look);  // what is lost beats no more
}

void Worker::shut_down() {
  if (shutting_down_) return;
  shutting_down_ = true;
  shut_down_at_ = clock_.monotonic() + rules_.shut_down_after;
}

void Worker::claim(MonotonicTime now) {
  next_claim_ = now + rules_.poll_every;
  ClaimTurn::Look look = turn_.look(now, unsure_);
  if (look.others()) next_claim_ = now + rules_.turn_every;
  if (!look) return;
  try {
    unsure_ = true;
    claim_ = tasks_.claim_next(name_);
    unsure_ = false;
  } catch (const Failure& failure) {
    observer_.trouble("claiming a run", failure);
  }
  if (!claim_) return;
  look.found();
  observer_.claimed(*claim_, name_);
  renewed_ = now;
  next_beat_ = now + rules_.beat_every;
  start_at_ = now;
  stopped_ = Stopped::no;
  end_.reset();
  last_ = {};
}

void Worker::start_attempt() {
  last_ = {};
  stage_since_ = clock_.monotonic();
  try {
    attempt_ = attempts_.start(*claim_);
  } catch (const std::exception& unexpected) {  // no thread to be had
    end_ = AttemptEnd{std::nullopt,
                      Failure(FailureKind::retry, "not_started", "the export could not be started", unexpected.what())};
  }
}

void Worker::stop_attempt(Stopped why) {
  // A lost lease is final, and a cancel is stronger than a shutdown.
  if (stopped_ == Stopped::lost || (stopped_ == Stopped::cancel && why == Stopped::shut_down)) return;
  stopped_ = why;
  if (attempt_) attempt_->stop();
}

void Worker::beat(MonotonicTime now) {
  if (stopped_ == Stopped::lost) return;
  if (now - renewed_ >= rules_.lease - rules_.lease_margin) {
    stop_attempt(Stopped::lost);
    return;
  }
  if (now < next_beat_) return;
  next_beat_ = now + rules_.beat_every;
  try {
    const auto renewal = tasks_.renew(*claim_, last_.progress, last_.search_context);
    if (!renewal) {
      if (!end_) stop_attempt(Stopped::lost);  // else it may have been told already: conclude() finds out
      return;
    }
    renewed_ = now;
    if (renewal->cancel_requested) stop_attempt(Stopped::cancel);
  } catch (const Failure& failure) {
    observer_.trouble("renewing a lease", failure);
  }
}

void Worker::note_stage(Stage stage, MonotonicTime now) {
  if (stage == last_.progress.stage) return;
  observer_.stage_took(*claim_, last_.progress.stage, now - stage_since_);
  stage_since_ = now;
}

void Worker::watch_attempt(MonotonicTime now) {
  if (!attempt_) return;
  if (shut_down_at_ && now >= *shut_down_at_ && stopped_ == Stopped::no) stop_attempt(Stopped::shut_down);
  AttemptView view = attempt_->look();
  note_stage(view.progress.stage, now);
  end_ = std::exchange(view.end, std::nullopt);
  last_ = std::move(view);
  if (!end_) return;
  attempt_.reset();
  next_conclude_ = now;
}

void Worker::conclude(MonotonicTime now) {
  next_conclude_ = now + rules_.poll_every;  // unless the store takes it now
  try {
    if (stopped_ == Stopped::cancel) {
      settle({Status::cancelled, std::nullopt, std::nullopt});
    } else if (end_->receipt) {
      settle({Status::succeeded, end_->receipt, std::nullopt});
    } else {
      conclude_failure(*end_->failure, now);
    }
  } catch (const Failure& failure) {
    observer_.trouble("telling the store how an attempt ended", failure);
  }
}

void Worker::conclude_failure(const Failure& failure, MonotonicTime now) {
  if (failure.kind() == FailureKind::cancel && stopped_ == Stopped::shut_down) {
    end_.reset();
    give_back();
    return;
  }
  const int made = static_cast<int>(claim_->record.run.attempts.size());
  const auto pause = rules_.retry.pause_after(failure.kind(), std::max(made, 1), jitter_());
  if (!pause) {
    settle({Status::failed, std::nullopt, user_error(failure)});
    return;
  }
  auto next = tasks_.next_attempt(*claim_, user_error(failure));
  if (!next && next.error() == Refusal::cancel_requested) {
    stop_attempt(Stopped::cancel);
    settle({Status::cancelled, std::nullopt, std::nullopt});
    return;
  }
  if (!next) {
    drop(true);
    return;
  }
  observer_.attempt_failed(*claim_, failure, name_);
  claim_ = std::move(next).value();
  end_.reset();
  last_ = {};
  start_at_ = now + *pause;
}

void Worker::settle(Settlement settlement) {
  auto settled = tasks_.settle(*claim_, settlement);
  if (!settled && settled.error() == Refusal::cancel_requested) {
    stop_attempt(Stopped::cancel);
    settlement = {Status::cancelled, std::nullopt, std::nullopt};
    settled = tasks_.settle(*claim_, settlement);
  }
  // Whatever else the run has become, this attempt's objects are not its file.
  const bool useless = end_ && end_->receipt && (!settled || settlement.status != Status::succeeded);
  if (useless) attempts_.discard(*end_->receipt);
  if (!settled) {
    drop(true);
    return;
  }
  if (end_ && end_->failure && settlement.status == Status::failed) {
    observer_.attempt_failed(*claim_, *end_->failure, name_);
  }
  observer_.settled(*settled, name_);
  drop(false);
}

void Worker::give_back() {
  try {
    const auto given = tasks_.give_back(*claim_);
    if (!given && given.error() == Refusal::cancel_requested) {
      settle({Status::cancelled, std::nullopt, std::nullopt});
      return;
    }
    if (given) observer_.given_back(*claim_, name_);
    drop(!given);
  } catch (const Failure& failure) {
    observer_.trouble("giving a run back", failure);
  }
}

void Worker::drop(bool lost) {
  if (lost) {
    observer_.lease_lost(*claim_, name_);
    // Under the old name the store would give the same claim again, with a token whose object may exist.
    name_ = first_name_ + "." + std::to_string(++losses_);
  }
  claim_.reset();
  end_.reset();
  stopped_ = Stopped::no;
  turn_.reopen();
  next_claim_ = clock_.monotonic();
}

}  // namespace exportd::work
