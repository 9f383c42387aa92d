// The keys of the task store's records.
#include <array>
#include <cstdio>

#include "tasks/json_fields.hpp"
#include "tasks/stored_records.hpp"

namespace exportd::tasks {

namespace {

// With leading zeros, so that the order of the bytes is the order of the numbers.
template <int Width>
std::string padded(std::uint64_t number) {
  std::array<char, 24> text{};
  std::snprintf(text.data(), text.size(), "%0*llu", Width, static_cast<unsigned long long>(number));
  return text.data();
}

std::string run_text(int run) {
  return padded<6>(static_cast<std::uint64_t>(run));
}

}  // namespace

std::string task_partition(const TaskId& task) {
  return "task#" + task.text();
}
RecordKey head_key(const TaskId& task) {
  return {task_partition(task), "head"};
}
RecordKey run_key(const TaskId& task, int run) {
  return {task_partition(task), "run#" + run_text(run)};
}
RecordKey requester_key(const TaskId& task, const TokenHash& token) {
  return {task_partition(task), "requester#" + token.hex};
}
RecordKey used_key_key(const TaskId& task, std::string_view idempotency_key) {
  return {task_partition(task), "key#" + std::string(idempotency_key)};
}
RecordKey addressee_key(const TaskId& task, int run, const KeyedAddress& address) {
  return {task_partition(task), addressee_prefix(run) + address.hex};
}
std::string addressee_prefix(int run) {
  return "address#" + run_text(run) + "#";
}
std::string mailed_prefix(int run) {
  return "mailed#" + run_text(run) + "#";
}
RecordKey mailed_key(const TaskId& task, int run, const KeyedAddress& address) {
  return {task_partition(task), mailed_prefix(run) + address.hex};
}

RecordKey slot_key(int slot) {
  return {"slot", padded<4>(static_cast<std::uint64_t>(slot))};
}
RecordKey queue_key(std::uint64_t place) {
  return {"queue", padded<20>(place)};
}
RecordKey place_counter_key() {
  return {"counter", "place"};
}
RecordKey token_counter_key() {
  return {"counter", "token"};
}
RecordKey token_floor_key() {
  return {"counter", "token floor"};
}
RecordKey tally_key() {
  return {"counter", "ended"};
}
RecordKey rules_key() {
  return {"queue rules", "parallel"};
}
RecordKey duty_key() {
  return {"duty", "housekeeper"};
}
RecordKey outbox_key(const TaskId& task, int run) {
  return {"outbox", task.text() + "#" + run_text(run)};
}
PendingEntry outbox_entry(const RecordKey& key) {
  const std::size_t split = key.sort.find('#');
  return {TaskId(key.sort.substr(0, split)), std::stoi(key.sort.substr(split + 1))};
}
std::string day_text(std::int64_t day) {
  return padded<8>(static_cast<std::uint64_t>(day < 0 ? 0 : day));
}
RecordKey count_key(DailyCount what, const KeyedAddress& address, std::int64_t day) {
  const char* const name = what == DailyCount::mails ? "#mails#" : "#creations#";
  return {"daily", day_text(day) + name + address.hex};
}
RecordKey suppressed_key(const KeyedAddress& address) {
  return {"suppressed", address.hex};
}
std::string time_text(WallTime time) {
  const std::int64_t since = milliseconds(time);
  return padded<15>(static_cast<std::uint64_t>(since < 0 ? 0 : since));
}
RecordKey timed_key(std::string_view partition, WallTime time, const TaskId& task, int run) {
  return {std::string(partition), time_text(time) + "#" + task.text() + "#" + run_text(run)};
}
std::string log_partition(const TaskId& task) {
  return task.text();
}
std::string log_sort(std::uint64_t sequence) {
  return padded<10>(sequence);
}

namespace {
constexpr std::string_view downloads = "downloads#";
}

std::string download_log_partition(const TaskId& task) {
  return std::string(downloads) + task.text();
}
RecordKey download_log_key(const DownloadNews& news) {
  const char* const kind = news.kind == AuditKind::download_started ? "#started" : "#ended";
  return {download_log_partition(news.task), time_text(news.at) + "#" + news.download.id + kind};
}
bool is_of_download(const LogEntry& entry) {
  return entry.key.partition.starts_with(downloads);
}

}  // namespace exportd::tasks
