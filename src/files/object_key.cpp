#include "files/object_key.hpp"

#include <algorithm>

#include "core/failure.hpp"

namespace exportd::files {

namespace {

bool is_of_key_letters(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '-';
  };
  return text.size() <= key_segment_bytes_max && std::ranges::all_of(text, allowed);
}

}  // namespace

bool valid_key_segment(std::string_view segment) {
  return !segment.empty() && segment != "." && segment != ".." && is_of_key_letters(segment);
}

bool may_begin_key(std::string_view prefix) {
  if (prefix.size() > object_key_bytes_max) return false;
  for (std::size_t slash = prefix.find('/'); slash != std::string_view::npos; slash = prefix.find('/')) {
    if (!valid_key_segment(prefix.substr(0, slash))) return false;
    prefix.remove_prefix(slash + 1);
  }
  return is_of_key_letters(prefix);
}

std::vector<std::string> key_segments(const ObjectKey& key) {
  std::vector<std::string> segments;
  std::string_view rest = key.text();
  bool valid = rest.size() <= object_key_bytes_max;
  for (bool more = true; valid && more;) {
    const std::size_t slash = rest.find('/');
    segments.emplace_back(rest.substr(0, slash));
    valid = valid_key_segment(segments.back());
    more = slash != std::string_view::npos;
    if (more) rest.remove_prefix(slash + 1);
  }
  if (valid) return segments;
  throw Failure(FailureKind::ours, "bad_object_key",
                "the file has no usable name: its key breaks the rules for stored objects: report this as a bug",
                "key: " + key.text().substr(0, object_key_bytes_max));
}

}  // namespace exportd::files
