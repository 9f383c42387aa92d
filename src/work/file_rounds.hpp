// What becomes of stored objects after their run: expiry in two steps, and the removal of what no run names.
#pragma once

#include <functional>
#include <string_view>

#include "core/ports.hpp"
#include "work/observer.hpp"

namespace exportd::work {

class FileRounds {
 public:
  FileRounds(TaskStore& tasks, FileStore& files, const Clock& clock, Observer& observer)
      : tasks_(tasks), files_(files), clock_(clock), observer_(observer) {}

  // Marks runs whose files are not to be kept: new downloads are refused from then on.
  void expire();
  // Removes the files of runs that expired a day ago, not their descriptions; downloads that began before have ended
  // (12 h at most).
  void remove_expired();
  // Removes objects that no run names and whose token is dead, those that an `exportd run` left behind, and what
  // unfinished uploads left.
  void remove_unreachable();

 private:
  [[nodiscard]] bool unreachable(const ObjectKey& key, const std::vector<SlotView>& slots, const TokenRange& tokens);
  [[nodiscard]] bool left_behind(const ObjectKey& key);
  void remove(const ObjectKey& key, std::string_view why);
  void each(std::string_view what, const std::function<void()>& action);

  TaskStore& tasks_;
  FileStore& files_;
  const Clock& clock_;
  Observer& observer_;
};

}  // namespace exportd::work
