// JsonTree: one JSON text, judged strictly and laid out flat. This is the one place that says what JSON a record may
// be: RFC 8259, and no UTF-8 errors, no key twice in one object, no lone surrogate, no more than
// limits::record_depth_max lists and objects inside each other. Numbers are not converted: their digits are kept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace exportd::search {

enum class JsonKind : std::uint8_t { null, boolean, number, text, list, object };

// Why a text is not acceptable JSON: a clause for people, and where.
struct JsonFault {
  std::size_t offset = 0;  // bytes from the start of the text
  std::string reason;
};

struct JsonNode {
  JsonKind kind{};
  std::uint32_t end = 0;  // index of the first node behind this one and all it holds
  std::string_view key;   // unescaped; empty outside objects
  std::string_view text;  // text: unescaped; number, boolean: as written; list, object: as written, brackets included
};

// A place in a tree. Cheap to copy; valid as long as the tree and its text are.
class JsonValue {
 public:
  JsonValue(const std::vector<JsonNode>& nodes, std::uint32_t index) : nodes_(&nodes), index_(index) {}

  [[nodiscard]] JsonKind kind() const { return node().kind; }
  [[nodiscard]] std::string_view key() const { return node().key; }
  [[nodiscard]] std::string_view text() const { return node().text; }

  // Calls visit(JsonValue) for each element of a list or each member of an object, in document order.
  template <class Visit>
  void each_child(Visit&& visit) const {
    if (kind() != JsonKind::list && kind() != JsonKind::object) return;
    for (std::uint32_t at = index_ + 1; at < node().end; at = (*nodes_)[at].end) visit(JsonValue(*nodes_, at));
  }

  // The member of that name; nullopt when there is none or this is no object.
  [[nodiscard]] std::optional<JsonValue> member(std::string_view name) const {
    if (kind() != JsonKind::object) return std::nullopt;
    for (std::uint32_t at = index_ + 1; at < node().end; at = (*nodes_)[at].end) {
      if ((*nodes_)[at].key == name) return JsonValue(*nodes_, at);
    }
    return std::nullopt;
  }

 private:
  [[nodiscard]] const JsonNode& node() const { return (*nodes_)[index_]; }

  const std::vector<JsonNode>* nodes_;
  std::uint32_t index_;
};

class JsonTree {
 public:
  // Reads `text`, which must outlive the tree, instead of what was read before. White space around the value is
  // allowed. A fault leaves the tree empty.
  [[nodiscard]] std::optional<JsonFault> read(std::string_view text);

  // Only after a read without fault.
  [[nodiscard]] JsonValue root() const { return {nodes_, 0}; }

 private:
  std::vector<JsonNode> nodes_;  // in document order, so that a subtree is a range
  std::vector<char> unescaped_;  // the texts that hold escapes; never grows beyond its first size
};

}  // namespace exportd::search
