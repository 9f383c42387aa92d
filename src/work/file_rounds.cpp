#include "work/file_rounds.hpp"

#include <algorithm>
#include <chrono>

#include "core/failure.hpp"
#include "work/object_names.hpp"

namespace exportd::work {

namespace {
constexpr std::size_t runs_at_once = 100;
constexpr std::chrono::hours kept_after_expiry{24};
// Nothing that began so long ago is still being written, whatever its token.
constexpr std::chrono::hours leftover_age{24};
}  // namespace

// One that cannot be removed holds up no other.
void FileRounds::each(std::string_view what, const std::function<void()>& action) {
  try {
    action();
  } catch (const Failure& failure) {
    observer_.trouble(what, failure);
  }
}

void FileRounds::expire() {
  for (const TaskRecord& record : tasks_.expire(clock_.wall(), runs_at_once)) observer_.expired(record);
}

void FileRounds::remove_expired() {
  for (const TaskRecord& record : tasks_.deletable(clock_.wall() - kept_after_expiry, runs_at_once)) {
    each("removing an expired file", [&] {
      if (record.run.receipt) remove(record.run.receipt->object, "expired");  // its description stays
      static_cast<void>(tasks_.confirm_deleted(record.task.id, record.run.number));
    });
  }
}

void FileRounds::remove(const ObjectKey& key, std::string_view why) {
  if (files_.remove(key)) observer_.removed(key, why);
}

bool FileRounds::unreachable(const ObjectKey& key, const std::vector<SlotView>& slots, const TokenRange& tokens) {
  const auto named = named_object(key);
  if (!named) return false;
  // Of a token that this store has not given: another store, or one before a restore, may know it.
  if (named->token <= tokens.above || named->token > tokens.newest) return false;
  const bool alive = std::ranges::any_of(slots, [&](const SlotView& slot) {
    return slot.run == PendingEntry{named->task, named->run} && slot.token <= named->token;
  });
  if (alive) return false;
  const auto record = tasks_.get(named->task, named->run);
  if (!record || !record->run.receipt) return true;
  if (record->run.receipt->metadata_object == key) return false;
  return record->run.deleted_at || record->run.receipt->object != key;
}

// `exportd run` removes its own, unless it is killed or the store does not answer then. It tells nobody that it still
// reads: by its age alone the object is known to be done with.
bool FileRounds::left_behind(const ObjectKey& key) {
  if (!is_staged(key)) return false;
  const std::optional<ObjectStat> stat = files_.stat(key);
  const bool dated = stat && stat->modified > WallTime{};
  return dated && stat->modified < clock_.wall() - leftover_age;
}

void FileRounds::remove_unreachable() {
  // In this order: an object that is listed was made under a token that was live before; if it no longer is, its run
  // names the object by now or never will.
  const std::vector<ObjectKey> keys = files_.list("");
  const TokenRange tokens = tasks_.tokens();
  const std::vector<SlotView> slots = tasks_.slots();
  for (const ObjectKey& key : keys) {
    each("removing an object", [&] {
      if (unreachable(key, slots, tokens)) remove(key, "no run names it");
      if (left_behind(key)) remove(key, "its exportd run is over");
    });
  }
  files_.abort_unfinished(clock_.wall() - leftover_age);
}

}  // namespace exportd::work
