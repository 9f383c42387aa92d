#include "table/key_table.hpp"

#include <algorithm>
#include <utility>

#include "table/json_string.hpp"

namespace exportd::table {
namespace {

// Impossible to match: no document has that many bytes left.
constexpr std::uint32_t never = std::numeric_limits<std::uint32_t>::max();

}  // namespace

KeyTable::KeyTable(std::function<std::uint32_t(const std::string&)> meaning_of) : meaning_of_(std::move(meaning_of)) {
  entries_.emplace_back().quoted_bytes = never;
}

KeyTable::Key KeyTable::find(std::string_view raw_name) {
  if (const auto known = by_name_.find(raw_name); known != by_name_.end()) return known->second;

  const std::uint32_t meaning = meaning_of_(unescaped(raw_name));
  std::string& quoted = names_.emplace_back("\"");
  quoted.append(raw_name).append("\":");
  Entry entry;
  entry.quoted = quoted.data();
  entry.quoted_bytes = static_cast<std::uint32_t>(quoted.size());
  entry.meaning = meaning;
  const std::size_t head = std::min(quoted.size(), head_bytes);
  std::memcpy(entry.head, quoted.data(), head);
  entry.head_mask = (1U << head) - 1;
  const auto key = static_cast<Key>(entries_.size());
  entries_.push_back(entry);
  by_name_.emplace(std::string_view(quoted).substr(1, raw_name.size()), key);
  return key;
}

}  // namespace exportd::table
