// History: what has happened in a simulated world, as its referee has seen it. A value: when the store is put back to a
// snapshot, so is the history of it.
#pragma once

#include <deque>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "tasks/stored_records.hpp"
#include "testing/simulation_clock.hpp"

namespace exportd::testing {

// Counts what happens, for "before" and "after" where no time passes.
using Moment = std::uint64_t;

using RunName = std::pair<std::string, int>;  // task, run

inline std::string text_of(const RunName& name) {
  return name.first.substr(name.first.size() - 2) + "#" + std::to_string(name.second);
}

struct RunHistory {
  Run run;                             // as it was written last
  int attempts_begun = 0;              // but for those given back
  bool claimed = false;                // ever
  std::optional<Moment> asked_for;     // when the request came that made it
  std::optional<Moment> acknowledged;  // when the first of its requesters was told
  FencingToken ended_by;               // the token that held when it ended
};

struct SlotHistory {
  tasks::Slot slot;
  Milliseconds changed{0};  // its beat, its token or its run
};

// One request of one person, from the first time it was sent.
struct SentRequest {
  enum class Leaving { stays, unsure, left };
  TaskId task;
  std::string email;
  std::string idempotency_key;
  std::string secret;      // its token is made of it
  std::optional<int> run;  // it was told
  Leaving leaving = Leaving::stays;
  // The first run that it may have left, and the one it was told that it had left; 0: none.
  int leaving_from = 0;
  int left_run = 0;
};

struct MailHistory {
  std::string message_id;
  int times = 0;
};

struct History {
  std::map<RunName, RunHistory> runs;
  std::map<int, SlotHistory> slots;
  tasks::Tally tally;                                            // as it was written last
  std::map<std::string, std::uint64_t> sequences;                // of the last audit event of each task
  std::deque<SentRequest> requests;                              // a deque: those who have sent them keep a place in it
  std::map<std::pair<RunName, std::string>, MailHistory> mails;  // by run and address
};

// The first run that a requester who leaves now may leave: its own, or one that has taken it along.
inline int first_to_leave(const History& history, const SentRequest& request) {
  const auto own = history.runs.find({request.task.text(), *request.run});
  if (own == history.runs.end() || !own->second.run.status.terminal()) return *request.run;
  const auto behind = history.runs.lower_bound({request.task.text() + "~", 0});
  return std::prev(behind)->first.second;
}

// Whose mail the mailer refuses, always.
inline constexpr const char* refused_address = "nobody@example.org";

// Run `later` tells also the requesters of run `earlier` how it ended.
inline bool takes_along(const Run& later, int earlier) {
  return earlier == later.number ||
         (later.requesters_from != 0 && later.requesters_from <= earlier && earlier < later.number);
}

}  // namespace exportd::testing
