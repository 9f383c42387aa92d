// TaskWatch: follows runs for everybody who wants to see them move. One read of the store a second for each watched
// run, however many watch it; each change is put into words once and shared.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "api/http_message.hpp"
#include "core/failure.hpp"
#include "core/ports.hpp"
#include "core/task_queue.hpp"

namespace exportd::api {

// How a run is at one moment, put into words.
struct Sighting {
  TaskRecord record;
  std::uint64_t queue_position = 0;
  std::string id;     // run.version of the record: any instance can go on from it
  std::string event;  // the whole server-sent event
};

using SharedSighting = std::shared_ptr<const Sighting>;

class TaskWatch {
 public:
  // Says how a run is: the event's data.
  using Words = std::function<std::string(const TaskRecord&, std::uint64_t queue_position)>;
  // Of what went wrong while looking; the next look is a second later.
  using Trouble = std::function<void(const Failure&)>;

  TaskWatch(TaskStore& tasks, Clock& clock, Words words, Trouble trouble);
  ~TaskWatch();
  TaskWatch(const TaskWatch&) = delete;
  TaskWatch& operator=(const TaskWatch&) = delete;

  // Follows that run, or the newest one there is now, to its end. nullptr: there is none. `last_seen`: the id of the
  // last event that the client has; it is not sent again. The source must not outlive this.
  [[nodiscard]] std::unique_ptr<EventSource> follow(const TaskId& task, std::optional<int> run,
                                                    std::string_view last_seen);

  // Tasks ahead in the queue, from a listing that is at most a second old.
  [[nodiscard]] std::uint64_t queue_position(const TaskRecord& record);

  // Sends everybody what there is and ends all streams: the service is stopping.
  void end_all();

 private:
  struct Follower;
  struct Watched;
  class Source;
  using Key = std::pair<std::string, int>;

  void look_until(const std::stop_token& stop);
  void look_at(const Key& key);
  [[nodiscard]] std::shared_ptr<Watched> found(const Key& key, bool over);
  void give_up(const Key& key);
  [[nodiscard]] SharedSighting last_sighting(const TaskId& task, std::optional<int> run);
  [[nodiscard]] SharedSighting sighted(const TaskRecord& record);
  void drop(const Key& key, const std::shared_ptr<Follower>& follower);

  TaskStore& tasks_;
  Clock& clock_;
  const Words words_;
  const Trouble trouble_;

  std::mutex queue_mutex_;
  std::vector<PendingEntry> queue_;
  std::optional<MonotonicTime> queue_read_;

  std::mutex mutex_;
  std::map<Key, std::shared_ptr<Watched>> watched_;
  bool ending_ = false;
  std::jthread thread_;
};

}  // namespace exportd::api
