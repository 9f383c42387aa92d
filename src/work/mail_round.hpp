// MailRound: tells every address of an ended run, once. The outbox record goes only when all of them have been told.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>

#include "core/ports.hpp"
#include "work/observer.hpp"

namespace exportd::work {

// Makes the message about an ended run for one address: the words, the links, the Message-ID.
using ComposeMail = std::function<Message(const TaskRecord&, const Addressee&)>;

class MailRound {
 public:
  MailRound(TaskStore& tasks, Mailer& mailer, const Clock& clock, Observer& observer, ComposeMail compose, int per_day)
      : tasks_(tasks),
        mailer_(mailer),
        clock_(clock),
        observer_(observer),
        compose_(std::move(compose)),
        per_day_(per_day) {}

  // Sends what is due, as far as the mailer takes it, while `go_on` says so: it is asked before each mail and while one
  // is on its way. Throws Failure when the store does not answer.
  void run(const std::function<bool()>& go_on = [] { return true; });

 private:
  using GoOn = std::function<bool()>;
  void tell(const OutboxEntry& entry, const TaskRecord& record, const Addressee& addressee, const GoOn& go_on);
  [[nodiscard]] MailOutcome send(const OutboxEntry& entry, const TaskRecord& record, const Addressee& addressee,
                                 const GoOn& go_on);
  // A mail whose sending failed is tried again after a pause that doubles, up to 15 minutes. So is the server, and so
  // is a store that does not record what was sent.
  struct Later {
    MonotonicTime at{};
    std::chrono::milliseconds pause{5'000};
  };
  void put_off(Later& later) const;
  // False: the round is over, no other mail would be taken.
  [[nodiscard]] bool try_to_tell(const OutboxEntry& entry, const TaskRecord& record, const Addressee& addressee,
                                 const GoOn& go_on);
  [[nodiscard]] bool within_quota(const OutboxEntry& entry, const KeyedAddress& key);

  TaskStore& tasks_;
  Mailer& mailer_;
  const Clock& clock_;
  Observer& observer_;
  const ComposeMail compose_;
  const int per_day_;
  std::map<std::string, Later> later_;
  Later all_;                       // no mail goes out before then
  std::set<std::string> reserved_;  // mails counted already whose sending failed: a repeated try is not another mail
  std::map<std::string, MailOutcome> unrecorded_;  // mails that are done with, though the store does not know yet
};

}  // namespace exportd::work
