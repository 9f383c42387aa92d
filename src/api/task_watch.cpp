#include "api/task_watch.hpp"

#include <algorithm>
#include <exception>
#include <iterator>
#include <limits>
#include <utility>

#include "core/failure.hpp"

namespace exportd::api {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds look_every = 1s;

// WHATWG HTML, section 9.2: `retry` is how long a client waits before it comes back.
std::string as_event(const Sighting& sighting, std::string_view kind, const std::string& data) {
  return "id: " + sighting.id + "\nevent: " + std::string(kind) + "\nretry: 2000\ndata: " + data + "\n\n";
}

}  // namespace

// What one client has still to be told. Its thread and the watch's meet here.
struct TaskWatch::Follower {
  std::mutex mutex;
  std::function<void()> wake;
  SharedSighting news;  // not taken yet; a newer one replaces it: only the newest counts
  bool ended = false;

  void tell(SharedSighting sighting, bool last) {
    const std::scoped_lock lock(mutex);
    if (sighting) news = std::move(sighting);
    ended = ended || last;
    if (wake) wake();
  }
};

struct TaskWatch::Watched {
  std::mutex mutex;
  SharedSighting last;  // at most a second old while it is watched
  std::vector<std::shared_ptr<Follower>> followers;
};

class TaskWatch::Source final : public EventSource {
 public:
  Source(TaskWatch& watch, Key key, std::shared_ptr<Follower> follower, bool over)
      : watch_(watch), key_(std::move(key)), follower_(std::move(follower)), over_(over) {}
  ~Source() override { watch_.drop(key_, follower_); }
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  void on_news(std::function<void()> wake) override {
    const std::scoped_lock lock(follower_->mutex);
    follower_->wake = std::move(wake);
    if (follower_->news || follower_->ended) follower_->wake();
  }
  std::string take() override {
    const std::scoped_lock lock(follower_->mutex);
    const SharedSighting news = std::exchange(follower_->news, nullptr);
    return news ? news->event : std::string();
  }
  bool ended() const override {
    const std::scoped_lock lock(follower_->mutex);
    return follower_->ended && !follower_->news;
  }
  bool told_already() const override { return over_ && ended(); }

 private:
  TaskWatch& watch_;
  const Key key_;
  const std::shared_ptr<Follower> follower_;
  const bool over_;  // the run had ended when it was asked for
};

TaskWatch::TaskWatch(TaskStore& tasks, Clock& clock, Words words, Trouble trouble)
    : tasks_(tasks),
      clock_(clock),
      words_(std::move(words)),
      trouble_(std::move(trouble)),
      thread_([this](const std::stop_token& stop) { look_until(stop); }) {}

TaskWatch::~TaskWatch() = default;

std::uint64_t TaskWatch::queue_position(const TaskRecord& record) {
  if (record.run.status != Status::pending) return 0;
  const std::scoped_lock lock(queue_mutex_);
  const MonotonicTime now = clock_.monotonic();
  const PendingEntry wanted{record.task.id, record.run.number};
  const auto place = [&] { return std::ranges::find(queue_, wanted); };
  // A run that was queued after the listing is not in it yet.
  if (!queue_read_ || now - *queue_read_ >= look_every || place() == queue_.end()) {
    queue_ = tasks_.pending();
    queue_read_ = now;
  }
  const auto found = place();
  return found == queue_.end() ? 0 : static_cast<std::uint64_t>(found - queue_.begin());
}

SharedSighting TaskWatch::sighted(const TaskRecord& record) {
  auto made = std::make_shared<Sighting>(Sighting{record, queue_position(record), {}, {}});
  made->id = std::to_string(record.run.number) + "." + std::to_string(record.run.version);
  const bool moving = record.run.status == Status::processing;
  made->event = as_event(*made, moving ? "progress" : "status", words_(record, made->queue_position));
  return made;
}

// Who joins others costs no read of the store. A run to be cancelled may have a newer one behind it already.
SharedSighting TaskWatch::last_sighting(const TaskId& task, std::optional<int> run) {
  const std::scoped_lock lock(mutex_);
  const auto after = watched_.upper_bound(Key{task.text(), run.value_or(std::numeric_limits<int>::max())});
  if (after == watched_.begin()) return nullptr;
  const auto& [key, watched] = *std::prev(after);
  if (key.first != task.text() || (run && key.second != *run)) return nullptr;
  const std::scoped_lock inner(watched->mutex);
  return watched->last && !watched->last->record.run.cancel_requested ? watched->last : nullptr;
}

std::unique_ptr<EventSource> TaskWatch::follow(const TaskId& task, std::optional<int> run, std::string_view last_seen) {
  SharedSighting now = last_sighting(task, run);
  if (!now) {
    const auto record = tasks_.get(task, run);
    if (!record) return nullptr;
    now = sighted(*record);
  }
  const Key key{task.text(), now->record.run.number};
  auto follower = std::make_shared<Follower>();
  const bool over = now->record.run.status.terminal();
  if (now->id != last_seen) follower->news = now;
  const std::scoped_lock lock(mutex_);
  follower->ended = over || ending_;
  if (!follower->ended) {
    auto& watched = watched_[key];
    if (!watched) watched = std::make_shared<Watched>();
    const std::scoped_lock inner(watched->mutex);
    if (!watched->last) watched->last = now;  // who joins before the next look has it from here
    watched->followers.push_back(follower);
  }
  return std::make_unique<Source>(*this, key, std::move(follower), over);
}

void TaskWatch::drop(const Key& key, const std::shared_ptr<Follower>& follower) {
  {
    const std::scoped_lock lock(follower->mutex);
    follower->wake = nullptr;
  }
  const std::scoped_lock lock(mutex_);
  const auto found = watched_.find(key);
  if (found == watched_.end()) return;
  const std::shared_ptr<Watched> watched = found->second;
  const std::scoped_lock inner(watched->mutex);
  std::erase(watched->followers, follower);
  if (watched->followers.empty()) watched_.erase(found);
}

// What is watched under that key, and no longer if it is `over`.
std::shared_ptr<TaskWatch::Watched> TaskWatch::found(const Key& key, bool over) {
  const std::scoped_lock lock(mutex_);
  const auto found = watched_.find(key);
  if (found == watched_.end()) return nullptr;
  std::shared_ptr<Watched> watched = found->second;
  if (over) watched_.erase(found);
  return watched;
}

// Ends the streams of a run that cannot be read: its clients come back and are told what is wrong.
void TaskWatch::give_up(const Key& key) {
  const std::shared_ptr<Watched> watched = found(key, true);
  if (!watched) return;
  const std::scoped_lock lock(watched->mutex);
  for (const auto& follower : watched->followers) follower->tell(nullptr, true);
}

void TaskWatch::look_at(const Key& key) {
  const auto record = tasks_.get(TaskId(key.first), key.second);
  if (!record) return give_up(key);
  const SharedSighting now = sighted(*record);
  const bool over = record->run.status.terminal();
  const std::shared_ptr<Watched> watched = found(key, over);
  if (!watched) return;
  const std::scoped_lock lock(watched->mutex);
  const bool moving = record->run.status == Status::processing;
  const bool changed = !watched->last || watched->last->event != now->event;
  watched->last = now;
  // While it moves there is an event at each look, so that a client can tell a slow export from a dead line.
  if (!moving && !changed) return;
  for (const auto& follower : watched->followers) follower->tell(now, over);
}

void TaskWatch::look_until(const std::stop_token& stop) {
  MonotonicTime next = clock_.monotonic();
  while (!stop.stop_requested()) {
    std::vector<Key> keys;
    {
      const std::scoped_lock lock(mutex_);
      keys.reserve(watched_.size());
      for (const auto& [key, watched] : watched_) keys.push_back(key);
    }
    for (const Key& key : keys) {
      try {
        look_at(key);
      } catch (const Failure& failure) {
        trouble_(failure);
        // A store that does not answer need not be asked for each run; a damaged record is one run's own trouble.
        if (failure.kind() == FailureKind::retry) break;
        give_up(key);
      } catch (const std::exception& unexpected) {  // out of memory, say: the next look is in a second
        trouble_(Failure(FailureKind::ours, "internal_error", "an unexpected error", unexpected.what()));
        break;
      }
    }
    next = std::max(next + look_every, clock_.monotonic());
    if (!clock_.sleep_until(next, stop)) return;
  }
}

void TaskWatch::end_all() {
  std::map<Key, std::shared_ptr<Watched>> all;
  {
    const std::scoped_lock lock(mutex_);
    ending_ = true;
    all.swap(watched_);
  }
  for (const auto& [key, watched] : all) {
    const std::scoped_lock lock(watched->mutex);
    for (const auto& follower : watched->followers) follower->tell(nullptr, true);
  }
}

}  // namespace exportd::api
