// How many runs have ended how, and what their files take, in one record.
#include <algorithm>

#include "tasks/stored_records.hpp"

namespace exportd::tasks {

void count_ended(Tally& tally, const Run& run) {
  if (run.status == Status::failed) ++tally.failed;
  if (run.status == Status::succeeded) ++tally.succeeded;
  if (run.status == Status::cancelled) ++tally.cancelled;
  if (!run.receipt || run.deleted_at) return;
  ++tally.files;
  tally.file_bytes += stored_bytes(*run.receipt);
}

// Never below nothing: a tally written before files were counted does not know of all of them.
void count_removed(Tally& tally, const Receipt& receipt) {
  tally.files -= std::min<std::uint64_t>(tally.files, 1);
  tally.file_bytes -= std::min(tally.file_bytes, stored_bytes(receipt));
}

}  // namespace exportd::tasks
