// Reading and writing the fields of stored JSON objects: what is absent is the default.
#pragma once

#include <array>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/failure.hpp"
#include "core/task.hpp"

namespace exportd::tasks {

[[noreturn]] inline void refuse_record(const std::string& what) {
  throw Failure(FailureKind::ours, "corrupt_store", "task store: a record is damaged: restore the store from a backup",
                what);
}

inline std::int64_t milliseconds(WallTime time) {
  return time.time_since_epoch().count();
}
inline WallTime wall_time(std::int64_t milliseconds) {
  return WallTime(std::chrono::milliseconds(milliseconds));
}

// The enumerator whose name stands at its place in `names`.
template <class Enum, std::size_t Count>
Enum word(const std::array<std::string_view, Count>& names, const std::string& name) {
  for (std::size_t i = 0; i < Count; ++i) {
    if (names.at(i) == name) return static_cast<Enum>(i);
  }
  refuse_record("\"" + name + "\" is no known word");
}

// The fields of one object.
class Fields {
 public:
  explicit Fields(const boost::json::value& value) : object_(value.if_object()) {
    if (object_ == nullptr) refuse_record("not an object");
  }

  [[nodiscard]] const boost::json::value* find(std::string_view name) const { return object_->if_contains(name); }

  template <class Number = std::int64_t>
  [[nodiscard]] Number number(std::string_view name) const {
    const boost::json::value* value = find(name);
    if (value == nullptr) return 0;
    boost::json::error_code bad;
    const auto number = value->to_number<Number>(bad);
    if (bad) refuse_record(std::string(name) + " is no number");
    return number;
  }
  [[nodiscard]] std::string text(std::string_view name) const {
    const boost::json::value* value = find(name);
    if (value == nullptr) return "";
    if (!value->is_string()) refuse_record(std::string(name) + " is no text");
    return std::string(value->get_string());
  }
  [[nodiscard]] bool flag(std::string_view name) const {
    const boost::json::value* value = find(name);
    if (value == nullptr) return false;
    if (!value->is_bool()) refuse_record(std::string(name) + " is neither true nor false");
    return value->get_bool();
  }
  [[nodiscard]] std::optional<WallTime> time(std::string_view name) const {
    if (find(name) == nullptr) return std::nullopt;
    return wall_time(number(name));
  }

 private:
  const boost::json::object* object_;
};

inline void put_time(boost::json::object& to, std::string_view name, const std::optional<WallTime>& time) {
  if (time) to[name] = milliseconds(*time);
}
inline void put_text(boost::json::object& to, std::string_view name, const std::string& text) {
  if (!text.empty()) to[name] = text;
}
inline void put_number(boost::json::object& to, std::string_view name, std::uint64_t number) {
  if (number != 0) to[name] = number;
}

}  // namespace exportd::tasks
