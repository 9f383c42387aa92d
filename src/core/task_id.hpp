// TaskId and ObjectKey: strong types for the two names that travel everywhere.
#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <utility>

namespace exportd {

// 26 characters of lower-case base32 (RFC 4648), made by query/task_id.hpp.
class TaskId {
 public:
  explicit TaskId(std::string text) : text_(std::move(text)) {}
  [[nodiscard]] const std::string& text() const { return text_; }
  friend auto operator<=>(const TaskId&, const TaskId&) = default;

  // Whether `text` has the shape of an id; says nothing about whether such a task exists.
  [[nodiscard]] static bool well_formed(std::string_view text) {
    if (text.size() != 26) return false;
    for (const char c : text) {
      if (!((c >= 'a' && c <= 'z') || (c >= '2' && c <= '7'))) return false;
    }
    return true;
  }

 private:
  std::string text_;
};

// The name of a stored object: segments of [A-Za-z0-9._-] joined by '/', none of them "." or "..".
class ObjectKey {
 public:
  explicit ObjectKey(std::string text) : text_(std::move(text)) {}
  [[nodiscard]] const std::string& text() const { return text_; }
  friend auto operator<=>(const ObjectKey&, const ObjectKey&) = default;

 private:
  std::string text_;
};

}  // namespace exportd
