#include "tasks/task_step.hpp"

#include <cassert>
#include <utility>

namespace exportd::tasks {

void TaskStep::read(std::span<const RecordKey> keys) {
  std::vector<RecordKey> wanted;
  for (const RecordKey& key : keys) {
    if (!seen_.contains(key)) wanted.push_back(key);
  }
  if (wanted.empty()) return;
  std::vector<std::optional<Record>> found = table_.read(wanted);
  assert(found.size() == wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) seen_.emplace(std::move(wanted[i]), std::move(found[i]));
}

std::vector<Record> TaskStep::list(const Range& range) {
  std::vector<Record> records = table_.range(range);
  for (const Record& record : records) seen_.emplace(record.key, record);
  return records;
}

const std::string* TaskStep::body_at(const RecordKey& key) const {
  const auto found = seen_.find(key);
  assert(found != seen_.end());
  return found->second ? &found->second->body : nullptr;
}

std::uint64_t TaskStep::version(const RecordKey& key) const {
  const auto found = seen_.find(key);
  assert(found != seen_.end());
  return found->second ? found->second->version : 0;
}

std::uint64_t TaskStep::number(const RecordKey& key) const {
  const std::string* body = body_at(key);
  return body == nullptr ? 0 : read_number(*body);
}

void TaskStep::add(Write::Kind kind, const RecordKey& key, std::string body) {
  // What is written twice in one step is what it is written last.
  for (Write& write : writes_) {
    if (write.key != key) continue;
    write.kind = kind;
    write.body = std::move(body);
    return;
  }
  writes_.push_back({kind, key, version(key), std::move(body)});
}

void TaskStep::put(const RecordKey& key, std::string body) {
  add(Write::Kind::put, key, std::move(body));
}

void TaskStep::remove(const RecordKey& key) {
  if (exists(key)) add(Write::Kind::remove, key, {});
}

void TaskStep::check(const RecordKey& key) {
  add(Write::Kind::check, key, {});
}

bool TaskStep::commit() {
  assert(writes_.size() + log_.size() <= commit_records_max);
  if (writes_.empty() && log_.empty()) return true;  // others have done it all
  return table_.commit(writes_, log_);
}

}  // namespace exportd::tasks
