// A door over stores in memory with finished exports behind it, for the tests of downloads.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "api/front_door.hpp"
#include "api/http_message.hpp"
#include "tasks/stored_tasks.hpp"
#include "testing/forwarding_tasks.hpp"
#include "testing/memory_file_store.hpp"
#include "testing/memory_search.hpp"
#include "testing/memory_table.hpp"

namespace exportd::api_test {

// A wall clock that moves when it is told to; who sleeps sleeps a little.
class SteppedClock final : public Clock {
 public:
  [[nodiscard]] WallTime wall() const override { return WallTime(std::chrono::milliseconds(wall_)); }
  [[nodiscard]] MonotonicTime monotonic() const override { return std::chrono::steady_clock::now(); }
  bool sleep_until(MonotonicTime, const std::stop_token& stop) override {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return !stop.stop_requested();
  }
  void advance(std::chrono::milliseconds by) { wall_ += by.count(); }

 private:
  std::atomic<std::int64_t> wall_ = 1'700'000'000'000;
};

// A task store that counts how often it is read; its audit log takes nothing while `down`, or without memory.
class DownableTasks final : public testing::ForwardingTasks {
 public:
  using ForwardingTasks::ForwardingTasks;
  void record_download(const DownloadNews& news) override {
    if (down) throw Failure(FailureKind::ours, "disk_full", "task store: no room", "/the/disk");
    if (no_memory) throw std::bad_alloc();
    ForwardingTasks::record_download(news);
  }
  std::optional<TaskRecord> get(const TaskId& task, std::optional<int> run) override {
    ++reads;
    return ForwardingTasks::get(task, run);
  }
  std::atomic<int> reads = 0;
  std::atomic<bool> down = false;
  std::atomic<bool> no_memory = false;
};

// The answer to one request, its file not read yet.
struct Download {
  api::Reply reply;
  [[nodiscard]] int status() const { return reply.status; }
  [[nodiscard]] std::string header(std::string_view name) const { return std::string(reply.headers.first(name)); }
  [[nodiscard]] bool is_file() const { return std::holds_alternative<std::unique_ptr<api::FileBody>>(reply.content); }
  [[nodiscard]] api::FileBody& file() const { return *std::get<std::unique_ptr<api::FileBody>>(reply.content); }
  // What is not a file.
  [[nodiscard]] std::string text() const { return std::get<std::string>(reply.content); }
  // Reads blocks of that size until the file ends or `at_most` bytes are there, and says how many were sent.
  [[nodiscard]] std::string take(std::size_t block = 100'000, std::size_t at_most = std::string::npos) const;
};

[[nodiscard]] TaskId task_id(const std::string& name);
[[nodiscard]] std::string description_of(const std::string& name);

class DownloadDoor {
 public:
  DownloadDoor();
  ~DownloadDoor();

  // Makes a run of the task and ends it: with that file, or without one.
  TaskRecord finish(const std::string& name, const std::string& content, const std::string& options = "");
  TaskRecord fail(const std::string& name);
  TaskRecord request(const std::string& name, const std::string& options = "");  // a new run, Pending

  [[nodiscard]] Download get(const std::string& target, api::Headers headers = {},
                             api::Method method = api::Method::get, const std::string& client = "192.0.2.7");
  // "download started", "download ended" and so on, in their order.
  [[nodiscard]] std::vector<AuditEvent> downloads(const std::string& name);
  // Waits until the end of a whole file is in the audit log, which its own thread writes.
  [[nodiscard]] AuditEvent ended(const std::string& name);
  void damage(const ObjectKey& key, std::size_t at, int by);  // by 0: cuts it there
  void use(std::span<const seal::Identity> identities);

  SteppedClock clock;
  testing::MemoryTable table;
  testing::MemoryFileStore files;
  tasks::StoredTasks stored;
  DownableTasks tasks{stored};
  std::vector<std::string> log;  // for the operator

 private:
  void seal(const ObjectKey& key, const std::string& content);
  void open_door();

  testing::MemorySearch search_;
  std::vector<Environment> environments_;
  seal::Identity identity_ = seal::Identity::generate();
  std::unique_ptr<api::ServiceParts> parts_;
  std::unique_ptr<api::FrontDoor> door_;
  int tokens_ = 0;
};

}  // namespace exportd::api_test
