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

unsigned shift_for(std::size_t buckets) {
  return 64U - static_cast<unsigned>(std::countr_zero(buckets));
}

// The first eight bytes at `at`, of which `bytes` count.
std::uint64_t word(const char* at, std::size_t bytes) {
  std::uint64_t all = 0;
  std::memcpy(&all, at, sizeof all);
  if (bytes >= sizeof all) return all;
  static_assert(std::endian::native == std::endian::little, "the first bytes are the low ones");
  return all & ((std::uint64_t{1} << 8 * bytes) - 1);
}

}  // namespace

KeyTable::KeyTable(std::function<std::uint32_t(const std::string&)> meaning_of)
    : meaning_of_(std::move(meaning_of)),
      entries_(1),
      quoted_(1),
      hashes_(1),
      buckets_(buckets_first, none),
      shift_(shift_for(buckets_first)) {
  entries_[none].quoted_bytes = never;
}

std::uint64_t KeyTable::hash_of(std::string_view name) {
  std::uint64_t hash = 0;
  while (true) {
    const std::uint64_t low = word(name.data(), name.size());
    const std::uint64_t high = name.size() > 8 ? word(name.data() + 8, name.size() - 8) : 0;
    hash = mixed(hash, low, high);
    if (name.size() <= head_bytes) return hash;
    name.remove_prefix(head_bytes);
  }
}

KeyTable::Key KeyTable::find(std::string_view raw_name) {
  const std::uint64_t hash = hash_of(raw_name);
  const Key known = buckets_[bucket_of(raw_name, hash)];
  return known != none ? known : add(raw_name, hash);
}

// Where the name is, or would be put.
std::size_t KeyTable::bucket_of(std::string_view raw_name, std::uint64_t hash) const {
  const std::size_t mask = buckets_.size() - 1;
  for (std::size_t bucket = hash >> shift_;; bucket = (bucket + 1) & mask) {
    const Key key = buckets_[bucket];
    if (key == none) return bucket;
    if (hashes_[key] == hash && this->raw_name(key) == raw_name) return bucket;
  }
}

std::size_t KeyTable::match_long(Key key, const char* at, std::size_t bytes_left) const {
  const std::size_t bytes = entries_[key].quoted_bytes;
  return bytes <= bytes_left && std::memcmp(at, quoted_[key].data(), bytes) == 0 ? bytes : 0;
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
  shift_ = shift_for(buckets_.size());
  for (const Key key : before) {
    if (key != none) buckets_[bucket_of(raw_name(key), hashes_[key])] = key;
  }
}

}  // namespace exportd::table
