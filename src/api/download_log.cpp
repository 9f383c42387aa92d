#include "api/download_log.hpp"

#include <array>
#include <exception>
#include <iterator>
#include <utility>

#include "seal/hex.hpp"
#include "seal/random.hpp"

namespace exportd::api {

namespace {

using namespace std::chrono_literals;

std::string new_download_id() {
  std::array<std::uint8_t, 8> bytes{};
  seal::system_random(bytes);
  return seal::hex_of(bytes);
}

}  // namespace

// Guarded by the log's mutex, but for what does not change.
struct DownloadLog::Entry::Group {
  explicit Group(DownloadNews news)
      : started(std::move(news)), minute(std::chrono::floor<std::chrono::minutes>(started.at)) {}

  const DownloadNews started;
  const Minute minute;
  std::size_t under_way = 0;
  bool logged = false;  // that it has started
  bool told = false;    // that its end cannot be written
  std::uint64_t requests = 0;
  std::uint64_t bytes = 0;
  WallTime ended_at{};

  [[nodiscard]] bool whole_file() const { return !started.download.range; }
  [[nodiscard]] DownloadNews end() const {
    DownloadNews news = started;
    news.kind = AuditKind::download_ended;
    news.download.requests = requests;
    news.download.bytes = bytes;
    news.at = ended_at;
    return news;
  }
};

DownloadLog::DownloadLog(TaskStore& tasks, const Clock& clock, Trouble trouble)
    : tasks_(tasks),
      clock_(clock),
      trouble_(std::move(trouble)),
      thread_([this](const std::stop_token& stop) { write_until(stop); }) {}

DownloadLog::~DownloadLog() {
  thread_.request_stop();
  thread_.join();
  write_ends(true);
}

std::shared_ptr<DownloadLog::Group> DownloadLog::group_of(const Wanted& wanted) {
  const WallTime now = clock_.wall();
  const auto made = [&] {
    const Download download{.id = new_download_id(), .range = wanted.range, .requests = 1, .bytes = 0};
    return std::make_shared<Group>(DownloadNews{wanted.task, wanted.run, AuditKind::download_started, download, now});
  };
  if (!wanted.range) return made();
  const Minute minute = std::chrono::floor<std::chrono::minutes>(now);
  std::shared_ptr<Group>& group = ranges_[{wanted.task.text(), wanted.run, wanted.network, minute}];
  if (!group) group = made();
  return group;
}

std::unique_ptr<DownloadLog::Entry> DownloadLog::begin(const Wanted& wanted) {
  std::unique_ptr<Entry> entry;
  {
    const std::scoped_lock lock(mutex_);
    std::shared_ptr<Group> joined = group_of(wanted);
    entry.reset(new Entry(*this, std::move(joined)));
    Group& group = *entry->group_.front();
    ++group.under_way;
    ++group.requests;
    if (group.logged) return entry;
  }
  try {
    // Two at once may both come here: the store takes it once.
    tasks_.record_download(entry->group_.front()->started);
  } catch (const Failure& failure) {
    throw Failure(FailureKind::retry, "audit_failed", "the download cannot be entered in the audit log: try again",
                  failure.code() + ": " + failure.message() + " " + failure.detail());
  }
  const std::scoped_lock lock(mutex_);
  entry->group_.front()->logged = true;
  return entry;
}

void DownloadLog::Entry::ended(std::uint64_t bytes_sent) noexcept {
  if (group_.empty()) return;
  const std::scoped_lock lock(log_.mutex_);
  Groups mine = std::move(group_);
  group_.clear();
  Group& group = *mine.front();
  group.bytes += bytes_sent;
  group.ended_at = log_.clock_.wall();
  if (--group.under_way > 0 || !group.whole_file() || !group.logged) return;
  log_.due_.splice(log_.due_.end(), mine);
  log_.ended_.notify_one();
}

void DownloadLog::take_due(bool all) {
  const auto now = std::chrono::floor<std::chrono::minutes>(clock_.wall());
  std::erase_if(ranges_, [&](const auto& one) {
    const std::shared_ptr<Group>& group = one.second;
    if (group->under_way > 0 || (group->minute == now && !all)) return false;
    if (group->logged) due_.push_back(group);
    return true;
  });
}

// Nothing may leave the log's thread: out of memory, say, the end is written later.
bool DownloadLog::write_end(Group& group) noexcept {
  const auto tell = [&](const Failure& failure) {
    if (!std::exchange(group.told, true)) trouble_("writing the end of a download to the audit log", failure);
    return false;
  };
  try {
    try {
      tasks_.record_download(group.end());
      return true;
    } catch (const Failure& failure) {
      return tell(failure);
    } catch (const std::exception& unexpected) {
      return tell(Failure(FailureKind::ours, "internal_error", "an unexpected error", unexpected.what()));
    }
  } catch (const std::exception&) {
    return false;  // not even told
  }
}

void DownloadLog::write_ends(bool all) noexcept {
  Groups writing;
  {
    const std::scoped_lock lock(mutex_);
    try {
      take_due(all);
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): out of memory, the rest waits for the next time
    }
    writing.swap(due_);
  }
  for (auto one = writing.begin(); one != writing.end();) one = write_end(**one) ? writing.erase(one) : std::next(one);
  const std::scoped_lock lock(mutex_);
  due_.splice(due_.begin(), writing);
}

void DownloadLog::write_until(const std::stop_token& stop) {
  constexpr std::chrono::milliseconds look_every = 1s;
  bool failing = false;
  while (!stop.stop_requested()) {
    {
      std::unique_lock lock(mutex_);
      ended_.wait_for(lock, stop, look_every, [&] { return !failing && !due_.empty(); });
    }
    write_ends(false);
    const std::scoped_lock lock(mutex_);
    failing = !due_.empty();  // or new ones: they wait for a second at most
  }
}

}  // namespace exportd::api
