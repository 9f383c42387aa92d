// Mistakes: the task service as it would be if somebody had got one thing wrong. The simulation has to notice each.
#pragma once

#include <array>
#include <memory>
#include <string_view>

#include "core/ports.hpp"
#include "tasks/record_table.hpp"

namespace exportd::testing {

enum class Mistake {
  none,
  no_fencing,                    // what a worker says counts, whoever holds the run by now
  queue_by_clock,                // first is what has the earliest time on the clock of its machine
  retries_anew_after_takeover,   // a run that was taken over has all its attempts before it again
  mail_outside_the_transaction,  // the outbox record is written after the run has ended, by a commit of its own
  lease_by_wall_clock,
  join_whatever_the_status,  // a requester is put on a run that may have ended since it was looked at
  settled_before_verified,   // a run succeeds with a file that nobody has read back
  token_reused_after_restore,
  queue_read_from_an_index,  // of DynamoDB: it shows what was written when it has come to it
};

inline constexpr std::array<std::string_view, 10> mistake_names{"none",
                                                                "no fencing",
                                                                "queue by clock",
                                                                "retries anew after takeover",
                                                                "mail outside the transaction",
                                                                "lease by wall clock",
                                                                "join whatever the status",
                                                                "settled before verified",
                                                                "token reused after restore",
                                                                "queue read from an index"};

// A store with the mistake over the right one; nullptr: the mistake is not made there.
[[nodiscard]] std::unique_ptr<tasks::RecordTable> mistaken_table(Mistake mistake, tasks::RecordTable& right);
[[nodiscard]] std::unique_ptr<TaskStore> mistaken_tasks(Mistake mistake, TaskStore& right);
[[nodiscard]] std::unique_ptr<Clock> mistaken_clock(Mistake mistake, const Clock& right);  // of who watches the slots

}  // namespace exportd::testing
