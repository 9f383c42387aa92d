#include "work/mail_round.hpp"

#include <algorithm>
#include <chrono>

#include "core/failure.hpp"

namespace exportd::work {

namespace {
constexpr std::size_t runs_at_once = 1'000;
constexpr std::size_t addresses_at_once = 1'000;
constexpr std::size_t remembered_max = 10'000;

std::string name_of(const OutboxEntry& entry, const KeyedAddress& key) {
  return entry.task.text() + "#" + std::to_string(entry.run) + "#" + key.hex;
}

}  // namespace

void MailRound::run(const std::function<bool()>& go_on) {
  if (clock_.monotonic() < all_.at) return;
  for (const OutboxEntry& entry : tasks_.outbox(runs_at_once)) {
    if (!go_on()) return;
    const auto record = tasks_.get(entry.task, entry.run);
    if (!record || !record->run.status.terminal()) continue;
    const std::vector<Addressee> addressees = tasks_.unsent(entry, addresses_at_once);
    if (addressees.empty()) {
      static_cast<void>(tasks_.close_outbox(entry));  // not if somebody has joined since: then the next round
      continue;
    }
    for (const Addressee& addressee : addressees) {
      if (!go_on() || !try_to_tell(entry, *record, addressee, go_on)) return;
    }
  }
}

bool MailRound::try_to_tell(const OutboxEntry& entry, const TaskRecord& record, const Addressee& addressee,
                            const GoOn& go_on) {
  const std::string mail = name_of(entry, addressee.key);
  if (const auto later = later_.find(mail); later != later_.end() && clock_.monotonic() < later->second.at) return true;
  try {
    tell(entry, record, addressee, go_on);
    later_.erase(mail);
    all_ = {};
    return true;
  } catch (const Failure& failure) {
    observer_.trouble("sending mail", failure);
    // A store that is locked for this mail is so for all, and nothing is sent that cannot be recorded.
    const bool unrecordable = failure.kind() == FailureKind::retry && unrecorded_.contains(mail);
    const bool of_all = failure.code() == mail_server_failed || unrecordable;
    put_off(of_all ? all_ : later_[mail]);
    return !of_all;
  }
}

void MailRound::put_off(Later& later) const {
  constexpr std::chrono::milliseconds longest = std::chrono::minutes(15);
  later.pause = std::min(longest, later.pause * 2);
  later.at = clock_.monotonic() + later.pause;
}

bool MailRound::within_quota(const OutboxEntry& entry, const KeyedAddress& key) {
  if (per_day_ == 0) return true;  // no limit
  const std::string mail = name_of(entry, key);
  if (reserved_.contains(mail)) return true;
  const auto days = std::chrono::floor<std::chrono::days>(clock_.wall()).time_since_epoch().count();
  if (!tasks_.reserve(DailyCount::mails, key, days, per_day_)) return false;
  if (reserved_.size() >= remembered_max) reserved_.clear();
  reserved_.insert(mail);
  return true;
}

MailOutcome MailRound::send(const OutboxEntry& entry, const TaskRecord& record, const Addressee& addressee,
                            const GoOn& go_on) {
  if (tasks_.suppressed(addressee.key) || !within_quota(entry, addressee.key)) return MailOutcome::held;
  try {
    mailer_.send(compose_(record, addressee), go_on);
    return MailOutcome::sent;
  } catch (const Failure& failure) {
    if (failure.kind() != FailureKind::reject) throw;  // later; a refused address will be refused again
    observer_.trouble("an address that was refused", failure);
    return MailOutcome::held;
  }
}

void MailRound::tell(const OutboxEntry& entry, const TaskRecord& record, const Addressee& addressee,
                     const GoOn& go_on) {
  const std::string mail = name_of(entry, addressee.key);
  auto done = unrecorded_.find(mail);
  if (done == unrecorded_.end()) {
    const MailOutcome outcome = send(entry, record, addressee, go_on);
    if (unrecorded_.size() >= remembered_max) unrecorded_.clear();
    done = unrecorded_.emplace(mail, outcome).first;
  }
  tasks_.record_mail(entry, addressee.key, done->second);
  observer_.mailed(record, done->second);
  unrecorded_.erase(done);
}

}  // namespace exportd::work
