#include "bench/scaling/instance.hpp"

#include "core/failure.hpp"

namespace exportd::scaling {

using namespace std::chrono_literals;

namespace {

constexpr int mails_per_day = 200;

QueueRules rules_of(const ClusterOrder& order) {
  QueueRules rules;
  rules.parallel = order.parallel;
  rules.pending_max = 1'000'000;
  return rules;
}

Microseconds seconds(double count) {
  return Microseconds(static_cast<std::int64_t>(count * 1e6));
}

}  // namespace

Instance::Instance(const Shared& shared, const std::string& name)
    : shared_(shared),
      name_(name),
      stored_(shared.dynamo, shared.clock, rules_of(shared.order), name),
      metered_(stored_, shared.meter),
      for_mail_(stored_, shared.meter),
      attempts_(shared.clock, seconds(shared.order.service)),
      mail_(
          for_mail_, mailer_, shared.clock, shared.observer,
          [](const TaskRecord& record, const Addressee& addressee) {
            Message message;
            message.to = addressee.address;
            message.message_id = record.task.id.text();
            return message;
          },
          mails_per_day),
      file_rounds_(metered_, files_, shared.clock, shared.observer) {
  Fibers& fibers = shared.fibers;
  for (int i = 0; i < shared.order.workers; ++i) fibers.spawn(fibers.now(), [this, i] { work(i); });
  fibers.spawn(fibers.now(), [this] { keep_house(); });
  fibers.spawn(fibers.now(), [this] { send_mail(); });
  fibers.spawn(fibers.now(), [this] { tell_followers(); });
  fibers.spawn(fibers.now(), [this] { publish_metrics(); });
}

// As app/service.cpp steps its workers.
void Instance::work(int number) {
  work::WorkerRules rules;
  rules.poll_every = std::chrono::duration_cast<std::chrono::milliseconds>(seconds(shared_.order.poll));
  work::Worker worker(metered_, shared_.clock, attempts_, shared_.observer, turn_, rules,
                      name_ + "/" + std::to_string(number + 1), [this] { return shared_.dice.fraction(); });
  while (true) {
    const MonotonicTime latest = shared_.clock.monotonic() + 500ms;
    shared_.clock.sleep_until(std::min(latest, worker.step()), {});
  }
}

std::vector<work::Chore> Instance::chores() {
  return {{"sending mail", 2s, [this] { mail_wanted_ = true; }},
          {"expiring files", 60s, [this] { file_rounds_.expire(); }},
          {"removing expired files", 60s, [this] { file_rounds_.remove_expired(); }}};
}

void Instance::keep_house() {
  work::Housekeeper housekeeper(metered_, shared_.search, shared_.clock, shared_.observer, {}, name_, chores());
  while (true) shared_.clock.sleep_until(housekeeper.step(), {});
}

// On a thread of its own, as the errand is.
void Instance::send_mail() {
  while (true) {
    if (std::exchange(mail_wanted_, false)) {
      try {
        mail_.run();
      } catch (const Failure& failure) {
        shared_.observer.trouble("sending mail", failure);
      }
    }
    shared_.fibers.sleep(100ms);
  }
}

void Instance::tell_followers() {
  while (true) {
    const Microseconds next = shared_.fibers.now() + 1s;
    bool listed = false;
    const auto keys = followed_;
    for (const auto& [task, run] : keys) {
      try {
        const auto record = metered_.get(TaskId(task), run);
        if (!record || record->run.status.terminal()) followed_.erase({task, run});
        // The places in the queue, once for all that wait.
        if (record && record->run.status == Status::pending && !std::exchange(listed, true)) {
          static_cast<void>(metered_.pending());
        }
      } catch (const Failure& failure) {
        shared_.observer.trouble("watching tasks", failure);
      }
    }
    shared_.fibers.sleep_until(next);
  }
}

void Instance::publish_metrics() {
  while (true) {
    const Microseconds next = shared_.fibers.now() + 10s;
    try {
      static_cast<void>(metered_.counts());
    } catch (const Failure& failure) {
      shared_.observer.trouble("writing the metrics", failure);
    }
    shared_.fibers.sleep_until(next);
  }
}

}  // namespace exportd::scaling
