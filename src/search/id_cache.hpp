// IdCache: the row ids of texts that an import keeps meeting. Bounded: when full it is emptied, and the store is asked
// again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace exportd::search {

class IdCache {
 public:
  static constexpr std::size_t entries_max = 100'000;
  static constexpr std::size_t key_bytes_max = 200;  // longer ones hardly ever come twice

  // The id of `key`, or what `find_or_make()` says it is.
  template <class FindOrMake>
  std::int64_t id(const std::string& key, const FindOrMake& find_or_make) {
    if (key.size() > key_bytes_max) return find_or_make();
    if (const auto known = ids_.find(key); known != ids_.end()) return known->second;
    const std::int64_t found = find_or_make();
    if (ids_.size() >= entries_max) ids_.clear();
    ids_.emplace(key, found);
    return found;
  }

  void clear() { ids_.clear(); }

 private:
  std::unordered_map<std::string, std::int64_t> ids_;
};

// Makes one key of several parts that cannot be mistaken for other parts.
inline void append_key_part(std::string& key, std::string_view part) {
  key += std::to_string(part.size());
  key += ':';
  key += part;
}

}  // namespace exportd::search
