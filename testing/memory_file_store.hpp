// MemoryFileStore: a FileStore in memory for tests, with faults by seed. Stricter than the real ones: what they
// tolerate or may do (writing on after the end, a key that is also a folder of others) is an error here.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "core/failure.hpp"
#include "core/ports.hpp"

namespace exportd::testing {

// How likely each call fails (Failure retry "store_error"), 0 to 1. One seed gives one history.
struct FileFaults {
  std::uint64_t seed = 0;
  double create = 0;
  double write = 0;
  double finish = 0;  // nothing is published
  double open = 0;
  double read = 0;
  double damage = 0;  // an object is published with one bit changed, unnoticed
};

// What all copies of a store share.
struct MemoryObjects {
  struct Object {
    std::shared_ptr<const std::string> bytes;
    WallTime modified{};
  };
  explicit MemoryObjects(const FileFaults& given) : faults(given), random(given.seed) {}

  std::mutex mutex;
  FileFaults faults;
  std::mt19937_64 random;
  std::map<std::string, Object> objects;
  std::map<std::uint64_t, WallTime> unfinished;  // by upload; when it began
  std::uint64_t next_upload = 0;

  // With the mutex held.
  bool happens(double likelihood) { return std::uniform_real_distribution<double>(0, 1)(random) < likelihood; }
  void may_fail(double likelihood, const char* call) {
    if (!happens(likelihood)) return;
    throw Failure(FailureKind::retry, "store_error", "the file store failed: a fault of the test: try again", call);
  }
};

class MemorySink final : public ByteSink {
 public:
  MemorySink(std::shared_ptr<MemoryObjects> store, std::string key, std::function<WallTime()> now)
      : store_(std::move(store)), key_(std::move(key)), now_(std::move(now)) {
    const std::lock_guard lock(store_->mutex);
    store_->may_fail(store_->faults.create, "create");
    upload_ = store_->next_upload++;
    store_->unfinished.emplace(upload_, now_());
  }
  ~MemorySink() override {
    const std::lock_guard lock(store_->mutex);
    store_->unfinished.erase(upload_);
  }
  MemorySink(const MemorySink&) = delete;
  MemorySink& operator=(const MemorySink&) = delete;

  void write(std::string_view bytes) override {
    const std::lock_guard lock(store_->mutex);
    require_usable("write");
    usable_ = false;
    store_->may_fail(store_->faults.write, "write");
    bytes_.append(bytes);
    usable_ = true;
  }

  void finish() override {
    const std::lock_guard lock(store_->mutex);
    require_usable("finish");
    usable_ = false;
    store_->may_fail(store_->faults.finish, "finish");
    if (!store_->unfinished.contains(upload_)) fail("store_error", "its unfinished part was removed");
    refuse_folders();
    if (store_->objects.contains(key_)) fail("object_exists", "its name is taken");
    if (!bytes_.empty() && store_->happens(store_->faults.damage)) bytes_[bytes_.size() / 2] ^= 1;
    store_->objects[key_] = {std::make_shared<const std::string>(std::move(bytes_)), now_()};
    store_->unfinished.erase(upload_);
    finished_ = true;
  }

 private:
  void require_usable(const char* call) const {
    if (finished_) throw std::logic_error(std::string(call) + " after finish");
    if (!usable_) fail("store_error", "an earlier call had failed");
  }
  [[noreturn]] void fail(const char* code, const std::string& why) const {
    throw Failure(FailureKind::ours, code, "the file cannot be stored: " + why + ": start the export again", key_);
  }
  // "a" and "a/b" cannot both be files of one directory.
  void refuse_folders() const {
    for (const auto& [other, object] : store_->objects) {
      if (other.starts_with(key_ + "/") || key_.starts_with(other + "/")) fail("store_error", "its name is a folder");
    }
  }

  std::shared_ptr<MemoryObjects> store_;
  std::string key_;
  std::function<WallTime()> now_;
  std::uint64_t upload_ = 0;
  std::string bytes_;
  bool usable_ = true;
  bool finished_ = false;
};

class MemoryReader final : public ObjectReader {
 public:
  MemoryReader(std::shared_ptr<MemoryObjects> store, std::shared_ptr<const std::string> bytes)
      : store_(std::move(store)), bytes_(std::move(bytes)) {}
  [[nodiscard]] std::uint64_t size() const override { return bytes_->size(); }
  std::size_t read_at(std::uint64_t offset, std::span<char> into) override {
    const std::lock_guard lock(store_->mutex);
    store_->may_fail(store_->faults.read, "read_at");
    if (offset >= bytes_->size()) return 0;
    return bytes_->copy(into.data(), into.size(), static_cast<std::size_t>(offset));
  }

 private:
  std::shared_ptr<MemoryObjects> store_;
  std::shared_ptr<const std::string> bytes_;
};

// Copies share one place, as two processes share one bucket. Safe for any number of threads.
class MemoryFileStore final : public FileStore {
 public:
  explicit MemoryFileStore(const FileFaults& faults = {}, std::function<WallTime()> now = system_time)
      : store_(std::make_shared<MemoryObjects>(faults)), now_(std::move(now)) {}

  std::unique_ptr<ByteSink> create(const ObjectKey& key, const std::stop_token& /*stop*/) override {
    return std::make_unique<MemorySink>(store_, checked(key), now_);
  }
  std::unique_ptr<ObjectReader> open(const ObjectKey& key) override {
    const std::lock_guard lock(store_->mutex);
    const auto found = store_->objects.find(checked(key));
    store_->may_fail(store_->faults.open, "open");
    if (found == store_->objects.end()) return nullptr;
    return std::make_unique<MemoryReader>(store_, found->second.bytes);
  }
  std::optional<ObjectStat> stat(const ObjectKey& key) override {
    const std::lock_guard lock(store_->mutex);
    const auto found = store_->objects.find(checked(key));
    if (found == store_->objects.end()) return std::nullopt;
    return ObjectStat{found->second.bytes->size(), found->second.modified};
  }
  bool remove(const ObjectKey& key) override {
    const std::lock_guard lock(store_->mutex);
    return store_->objects.erase(checked(key)) == 1;
  }
  std::vector<ObjectKey> list(std::string_view prefix) override {
    const std::lock_guard lock(store_->mutex);
    std::vector<ObjectKey> keys;
    for (const auto& [key, object] : store_->objects) {
      if (key.starts_with(prefix)) keys.emplace_back(key);
    }
    return keys;
  }
  std::size_t abort_unfinished(WallTime before) override {
    const std::lock_guard lock(store_->mutex);
    return std::erase_if(store_->unfinished, [&](const auto& upload) { return upload.second < before; });
  }

  // For tests only.
  [[nodiscard]] std::size_t unfinished() const {
    const std::lock_guard lock(store_->mutex);
    return store_->unfinished.size();
  }
  void set_faults(const FileFaults& faults) {
    const std::lock_guard lock(store_->mutex);
    store_->faults = faults;
    store_->random.seed(faults.seed);
  }

 private:
  static WallTime system_time() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
  // Written apart from the rules of the real stores, so that neither hides a mistake of the other.
  static std::string checked(const ObjectKey& key) {
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    bool good = key.text().size() <= 512 && !key.text().empty() && key.text().back() != '/';
    std::istringstream segments(key.text());
    for (std::string segment; std::getline(segments, segment, '/');) {
      good = good && !segment.empty() && segment.size() <= 255 && segment != "." && segment != ".." &&
             segment.find_first_not_of(allowed) == std::string::npos;
    }
    if (good) return key.text();
    throw Failure(FailureKind::ours, "bad_object_key", "the file has no usable name: report this as a bug", key.text());
  }

  std::shared_ptr<MemoryObjects> store_;
  std::function<WallTime()> now_;
};

}  // namespace exportd::testing
