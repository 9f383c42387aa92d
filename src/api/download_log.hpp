// DownloadLog: every download in the audit log: "started" before its first byte, "ended" with the bytes sent. All
// ranges of a file that one client network asks for within one minute are one download; it has ended when the minute
// is over and none of them is under way. What is logged is named by a random id: the network is known here only, for
// as long as the download lasts.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <tuple>

#include "core/audit_event.hpp"
#include "core/failure.hpp"
#include "core/ports.hpp"
#include "core/task_queue.hpp"

namespace exportd::api {

class DownloadLog {
 public:
  using Trouble = std::function<void(const std::string& where, const Failure&)>;  // for the operator

  DownloadLog(TaskStore& tasks, const Clock& clock, Trouble trouble);
  ~DownloadLog();  // writes what has ended and is not written yet
  DownloadLog(const DownloadLog&) = delete;
  DownloadLog& operator=(const DownloadLog&) = delete;

  struct Wanted {
    const TaskId& task;
    int run = 0;
    std::string network;            // of the client
    std::optional<ByteSpan> range;  // nullopt: the whole file
  };

  // One answer with bytes of a file. Must not outlive the log.
  class Entry {
   public:
    ~Entry() { ended(0); }
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;
    // Once: what comes later counts for nothing.
    void ended(std::uint64_t bytes_sent) noexcept;

   private:
    friend class DownloadLog;
    struct Group;
    Entry(DownloadLog& log, std::shared_ptr<Group> group) : log_(log), group_{std::move(group)} {}
    DownloadLog& log_;
    std::list<std::shared_ptr<Group>> group_;  // one, as a node: it becomes due where nothing may fail
  };

  // Returns when "started" is in the log. Failure(retry, "audit_failed"): it is not; then no byte may be sent.
  [[nodiscard]] std::unique_ptr<Entry> begin(const Wanted& wanted);

  // Writes the ends that are due; its own thread does so every second, and at once for a whole file. `all`: also of
  // minutes that are not over.
  void write_ends(bool all) noexcept;

  // What went wrong while a file was sent.
  void report(const std::string& where, const Failure& failure) const { trouble_(where, failure); }

 private:
  using Group = Entry::Group;
  using Groups = std::list<std::shared_ptr<Group>>;
  using Minute = std::chrono::sys_time<std::chrono::minutes>;
  using Key = std::tuple<std::string, int, std::string, Minute>;  // task, run, network

  [[nodiscard]] std::shared_ptr<Group> group_of(const Wanted& wanted);  // with the mutex held
  void take_due(bool all);                                              // with the mutex held
  [[nodiscard]] bool write_end(Group& group) noexcept;
  void write_until(const std::stop_token& stop);

  TaskStore& tasks_;
  const Clock& clock_;
  const Trouble trouble_;
  std::mutex mutex_;
  std::condition_variable_any ended_;
  std::map<Key, std::shared_ptr<Group>> ranges_;
  Groups due_;  // ended, to be written
  std::jthread thread_;
};

}  // namespace exportd::api
