#include "tasks/dynamo_items.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

#include "core/failure.hpp"
#include "core/limits.hpp"
#include "tasks/json_fields.hpp"

namespace exportd::tasks {

namespace json = boost::json;

namespace {

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
constexpr std::size_t partition_bytes_max = 2'048;
constexpr std::size_t sort_bytes_max = 1'024;
constexpr std::size_t item_bytes_max = 400 * limits::KiB;  // names and values of all attributes

void require_room(bool fits, const RecordKey& key, const char* what) {
  if (fits) return;
  throw Failure(FailureKind::ours, "record_too_large",
                std::string("task store: ") + what + " is larger than DynamoDB takes: see the log",
                key.partition.substr(0, 200) + "/" + key.sort.substr(0, 200));
}

void require_room_for_key(const RecordKey& key) {
  require_room(key.partition.size() <= partition_bytes_max && key.sort.size() <= sort_bytes_max, key, "a record's key");
}

// Attribute names are one byte each; a number takes about one byte for two digits, and two more.
std::size_t bytes_of(const json::object& item) {
  std::size_t bytes = 0;
  for (const auto& [name, value] : item) {
    for (const auto& [type, text] : value.get_object()) bytes += name.size() + text.get_string().size();
  }
  return bytes;
}

const json::object& object_of(const json::value* value) {
  if (value == nullptr || !value->is_object()) refuse_record("an attribute is missing");
  return value->get_object();
}

std::string required(const json::object& item, std::string_view attribute, std::string_view type) {
  const json::object& typed = object_of(item.if_contains(attribute));
  const json::value* value = typed.if_contains(type);
  if (value == nullptr || !value->is_string()) {
    refuse_record("the attribute " + std::string(attribute) + " is not of type " + std::string(type));
  }
  return std::string(value->get_string());
}

template <class Number>
Number number_of(const json::object& item, std::string_view attribute) {
  const std::string text = required(item, attribute, "N");
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) refuse_record("\"" + text + "\" is no whole number");
  return number;
}

RecordKey key_of(const json::object& item) {
  return {required(item, "p", "S"), required(item, "s", "S")};
}

}  // namespace

json::object dynamo_text(std::string_view text) {
  return {{"S", text}};
}
json::object dynamo_number(std::int64_t number) {
  return {{"N", std::to_string(number)}};
}
json::object dynamo_number(std::uint64_t number) {
  return {{"N", std::to_string(number)}};
}

json::object dynamo_key(const RecordKey& key) {
  require_room_for_key(key);
  return {{"p", dynamo_text(key.partition)}, {"s", dynamo_text(key.sort)}};
}

json::object dynamo_item(const Write& put, std::string_view commit_name) {
  json::object item = dynamo_key(put.key);
  item["v"] = dynamo_number(put.expected_version + 1);
  item["b"] = dynamo_text(put.body);
  item["n"] = dynamo_text(commit_name);
  require_room(bytes_of(item) <= item_bytes_max, put.key, "a record");
  return item;
}

json::object dynamo_item(const LogEntry& entry, std::string_view commit_name) {
  json::object item = dynamo_key(entry.key);
  const std::string place = place_in_time(entry.stamp, entry.key.partition, entry.key.sort);
  require_room(place.size() <= sort_bytes_max, entry.key, "an audit entry's key");
  item["t"] = dynamo_number(entry.stamp);
  item["b"] = dynamo_text(entry.body);
  item["n"] = dynamo_text(commit_name);
  item["l"] = dynamo_text(whole_log);
  item["k"] = dynamo_text(place);
  require_room(bytes_of(item) <= item_bytes_max, entry.key, "an audit entry");
  return item;
}

std::string place_in_time(std::int64_t stamp, std::string_view partition, std::string_view sort) {
  std::array<char, 24> text{};
  std::snprintf(text.data(), text.size(), "%015lld", static_cast<long long>(std::max<std::int64_t>(stamp, 0)));
  std::string place = text.data();
  // A tab comes before whatever the keys are made of: the order is that of the three parts.
  if (!partition.empty()) (place += '\t') += partition;
  if (!sort.empty()) (place += '\t') += sort;
  return place;
}

Record record_of(const json::object& item) {
  return {key_of(item), number_of<std::uint64_t>(item, "v"), required(item, "b", "S")};
}

LogEntry log_entry_of(const json::object& item) {
  return {key_of(item), number_of<std::int64_t>(item, "t"), required(item, "b", "S")};
}

std::string text_of(const json::object& item, std::string_view attribute) {
  const json::value* typed = item.if_contains(attribute);
  const json::value* text = typed == nullptr || !typed->is_object() ? nullptr : typed->get_object().if_contains("S");
  return text != nullptr && text->is_string() ? std::string(text->get_string()) : "";
}

}  // namespace exportd::tasks
