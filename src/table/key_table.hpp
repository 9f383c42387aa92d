// KeyTable: the names of an object's fields, by their raw bytes. Documents repeat their fields in the same order, so
// each key remembers which one followed it last time; a hit costs one comparison of 16 bytes, a miss one look-up.
// Whichever way a key is found, it counts only when all of its bytes stand in the text, quotes and colon too.
// What is looked at may be read up to 16 bytes past its end.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace exportd::table {

class KeyTable {
 public:
  using Key = std::uint32_t;
  static constexpr Key none = 0;  // "before the first field"

  // `meaning_of` is asked once for each distinct spelling of a name; the name is given decoded.
  explicit KeyTable(std::function<std::uint32_t(const std::string& name)> meaning_of);

  [[nodiscard]] Key after(Key key) const { return entries_[key].next; }
  void learn(Key key, Key next) { entries_[key].next = next; }
  [[nodiscard]] std::uint32_t meaning(Key key) const { return entries_[key].meaning; }

  // The key of a name, its bytes as they stand between the quotes.
  Key find(std::string_view raw_name);

  struct Found {
    Key key = none;
    std::size_t bytes = 0;  // of `"name":`
  };

  // The key that the text at `at` begins with, if it is a known one of at most 14 bytes; else none. Its end is looked
  // for in the text, not in the table, so that whoever goes on behind it need not wait for the table.
  [[nodiscard]] Found short_key([[maybe_unused]] const char* at) const {
#if defined(__SSE2__)
    const __m128i name = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + 1));
    const auto quotes = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(name, _mm_set1_epi8('"'))));
    if ((quotes & 0x7FFFU) == 0) return {};
    const auto bytes = static_cast<std::size_t>(std::countr_zero(quotes));
    if (at[bytes + 2] != ':') return {};
    const __m128i kept = _mm_loadu_si128(reinterpret_cast<const __m128i*>(first_bytes + head_bytes - bytes));
    const __m128i padded = _mm_and_si128(name, kept);
    const auto low = static_cast<std::uint64_t>(_mm_cvtsi128_si64(padded));
    const auto high = static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm_unpackhi_epi64(padded, padded)));
    const std::size_t mask = buckets_.size() - 1;
    for (std::size_t bucket = mixed(0, low, high) >> shift_;; bucket = (bucket + 1) & mask) {
      const Key key = buckets_[bucket];
      if (key == none) return {};
      // With the quote found above and the colon, that is all of the name, though its head ends before these.
      if (entries_[key].quoted_bytes == bytes + 3 && head_is(entries_[key], at)) return {key, bytes + 3};
    }
#else
    return {};
#endif
  }

  // How many bytes `"name":` of that key takes if the text at `at` begins with it, else 0. Of a short one, some of
  // them may stand behind the text's end.
  [[nodiscard]] std::size_t match(Key key, const char* at, std::size_t bytes_left) const {
#if defined(__SSE2__)
    const Entry& entry = entries_[key];
    if (!head_is(entry, at)) return 0;
    if (entry.quoted_bytes <= head_bytes) return entry.quoted_bytes;
#endif
    return match_long(key, at, bytes_left);
  }

 private:
  static constexpr std::size_t head_bytes = 16;

  // Out of line: the loop over short names needs the registers that a call would take.
  [[nodiscard]] std::size_t match_long(Key key, const char* at, std::size_t bytes_left) const;

  // Two to a cache line: a wide record walks along all of them.
  struct Entry {
    char head[head_bytes] = {};   // of `"name":`
    std::uint32_t head_mask = 0;  // a bit for each byte of it
    std::uint32_t quoted_bytes = 0;
    Key next = none;
    std::uint32_t meaning = 0;
  };

#if defined(__SSE2__)
  static bool head_is(const Entry& entry, const char* at) {
    const __m128i here = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i head = _mm_loadu_si128(reinterpret_cast<const __m128i*>(entry.head));
    const auto differ = ~static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(here, head)));
    return (differ & entry.head_mask) == 0;
  }
#endif
  // A mask for the first n of 16 bytes begins 16 - n bytes from its start.
  static constexpr char first_bytes[2 * head_bytes] = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};

  // One step of the hash: 16 bytes, zeros behind the last. Its upper bits are the good ones.
  static std::uint64_t mixed(std::uint64_t hash, std::uint64_t low, std::uint64_t high) {
    return (low ^ (hash >> 29) ^ high * 0xC2B2AE3D27D4EB4F) * 0x9E3779B97F4A7C15;
  }
  static std::uint64_t hash_of(std::string_view name);
  [[nodiscard]] std::string_view raw_name(Key key) const {
    return std::string_view(quoted_[key]).substr(1, quoted_[key].size() - 3);
  }

  [[nodiscard]] std::size_t bucket_of(std::string_view raw_name, std::uint64_t hash) const;
  Key add(std::string_view raw_name, std::uint64_t hash);
  void grow();

  std::function<std::uint32_t(const std::string&)> meaning_of_;
  std::vector<Entry> entries_;         // by key
  std::deque<std::string> quoted_;     // by key: `"name":`
  std::vector<std::uint64_t> hashes_;  // by key
  std::vector<Key> buckets_;           // open addressing; none: free
  unsigned shift_;                     // how far a hash's upper bits are from a bucket's number
};

}  // namespace exportd::table
