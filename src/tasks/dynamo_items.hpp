// The items that the task store keeps in DynamoDB, as its JSON has them. Pure.
//
// tasks: {"p": partition, "s": sort, "v": version, "b": body, "n": the commit's random name}
// audit: {"p": partition, "s": sort, "t": stamp, "b": body, "n": …, "l": "log", "k": "STAMP\tPARTITION\tSORT"}
// "l" and "k" are the keys of the audit table's index by time.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "tasks/record_table.hpp"

namespace exportd::tasks {

inline constexpr std::string_view index_by_time = "by_time";
inline constexpr std::string_view whole_log = "log";  // the index has one partition

[[nodiscard]] boost::json::object dynamo_text(std::string_view text);
[[nodiscard]] boost::json::object dynamo_number(std::int64_t number);
[[nodiscard]] boost::json::object dynamo_number(std::uint64_t number);

[[nodiscard]] boost::json::object dynamo_key(const RecordKey& key);

// Failure(ours, "record_too_large") for what DynamoDB would not take: keys of more than 2,048 and 1,024 bytes, items of
// more than 400 KB.
[[nodiscard]] boost::json::object dynamo_item(const Write& put, std::string_view commit_name);
[[nodiscard]] boost::json::object dynamo_item(const LogEntry& entry, std::string_view commit_name);

// The key of the index by time: ordered by stamp, partition and sort. Stamps before 1970 count as 1970.
[[nodiscard]] std::string place_in_time(std::int64_t stamp, std::string_view partition = {},
                                        std::string_view sort = {});

// Failure(ours, "corrupt_store") if an item is not what was written.
[[nodiscard]] Record record_of(const boost::json::object& item);
[[nodiscard]] LogEntry log_entry_of(const boost::json::object& item);
// Of an attribute of type S; empty if there is none.
[[nodiscard]] std::string text_of(const boost::json::object& item, std::string_view attribute);

}  // namespace exportd::tasks
