// KeyTable: the names of an object's fields, by their raw bytes. Documents repeat their fields in the same order, so
// each key remembers which one followed it last time; a hit costs one comparison of 16 bytes, a miss one look-up.
// What is looked at may be read up to 16 bytes past its end.
#pragma once

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

  // How many bytes `"name":` of that key takes if the text at `at` begins with it, else 0.
  [[nodiscard]] std::size_t match(Key key, const char* at, std::size_t bytes_left) const {
    const Entry& entry = entries_[key];
    if (entry.quoted_bytes > bytes_left) return 0;
#if defined(__SSE2__)
    const __m128i here = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i head = _mm_loadu_si128(reinterpret_cast<const __m128i*>(entry.head));
    const auto differ = ~static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(here, head)));
    if ((differ & entry.head_mask) != 0) return 0;
    if (entry.quoted_bytes <= head_bytes) return entry.quoted_bytes;
#endif
    return std::memcmp(at, quoted_[key].data(), entry.quoted_bytes) == 0 ? entry.quoted_bytes : 0;
  }

 private:
  static constexpr std::size_t head_bytes = 16;

  // Two to a cache line: a wide record walks along all of them.
  struct Entry {
    char head[head_bytes] = {};   // of `"name":`
    std::uint32_t head_mask = 0;  // a bit for each byte of it
    std::uint32_t quoted_bytes = 0;
    Key next = none;
    std::uint32_t meaning = 0;
  };

  [[nodiscard]] std::size_t bucket_of(std::string_view raw_name, std::uint64_t hash) const;
  Key add(std::string_view raw_name, std::uint64_t hash);
  void grow();

  std::function<std::uint32_t(const std::string&)> meaning_of_;
  std::vector<Entry> entries_;         // by key
  std::deque<std::string> quoted_;     // by key: `"name":`
  std::vector<std::uint64_t> hashes_;  // by key
  std::vector<Key> buckets_;           // open addressing; none: free
};

}  // namespace exportd::table
