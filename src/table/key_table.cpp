#include "table/key_table.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

#include "table/json_string.hpp"

namespace exportd::table {
namespace {

// Impossible to match: no document has that many bytes left.
constexpr std::uint32_t never = std::numeric_limits<std::uint32_t>::max();

constexpr std::size_t buckets_first = 64;

// The first eight bytes at `at`, of which `bytes` count.
std::uint64_t word(const char* at, std::size_t bytes) {
  std::uint64_t all = 0;
  std::memcpy(&all, at, sizeof all);
  if (bytes >= sizeof all) return all;
  static_assert(std::endian::native == std::endian::little, "the first bytes are the low ones");
  return all & ((std::uint64_t{1} << 8 * bytes) - 1);
}

std::uint64_t hash_of(std::string_view name) {
  std::uint64_t hash = name.size();
  while (true) {
    hash = (hash ^ word(name.data(), name.size())) * 0x9E3779B97F4A7C15;
    hash ^= hash >> 32;
    if (name.size() <= 8) return hash;
    name.remove_prefix(8);
  }
}

}  // namespace

KeyTable::KeyTable(std::function<std::uint32_t(const std::string&)> meaning_of)
    : meaning_of_(std::move(meaning_of)), entries_(1), quoted_(1), hashes_(1), buckets_(buckets_first, none) {
  entries_[none].quoted_bytes = never;
}

KeyTable::Key KeyTable::find(std::string_view raw_name) {
  const std::uint64_t hash = hash_of(raw_name);
  const Key known = buckets_[bucket_of(raw_name, hash)];
  return known != none ? known : add(raw_name, hash);
}

// Where the name is, or would be put.
std::size_t KeyTable::bucket_of(std::string_view raw_name, std::uint64_t hash) const {
  const std::size_t mask = buckets_.size() - 1;
  for (std::size_t bucket = hash & mask;; bucket = (bucket + 1) & mask) {
    const Key key = buckets_[bucket];
    if (key == none) return bucket;
    if (hashes_[key] == hash && std::string_view(quoted_[key]).substr(1, quoted_[key].size() - 3) == raw_name) {
      return bucket;
    }
  }
}

KeyTable::Key KeyTable::add(std::string_view raw_name, std::uint64_t hash) {
  const std::uint32_t meaning = meaning_of_(unescaped(raw_name));
  std::string& quoted = quoted_.emplace_back("\"");
  quoted.append(raw_name).append("\":");
  Entry& entry = entries_.emplace_back();
  entry.quoted_bytes = static_cast<std::uint32_t>(quoted.size());
  entry.meaning = meaning;
  const std::size_t head = std::min(quoted.size(), head_bytes);
  std::memcpy(entry.head, quoted.data(), head);
  entry.head_mask = (1U << head) - 1;
  hashes_.push_back(hash);

  const auto key = static_cast<Key>(entries_.size() - 1);
  if (4 * entries_.size() > buckets_.size()) grow();
  buckets_[bucket_of(raw_name, hash)] = key;
  return key;
}

void KeyTable::grow() {
  std::vector<Key> before = std::exchange(buckets_, std::vector<Key>(4 * buckets_.size(), none));
  for (const Key key : before) {
    if (key == none) continue;
    buckets_[bucket_of(std::string_view(quoted_[key]).substr(1, quoted_[key].size() - 3), hashes_[key])] = key;
  }
}

}  // namespace exportd::table
