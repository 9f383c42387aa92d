// Which object keys are accepted, and their segments. Anything that could leave the store's place, hide in it, or be
// written in two ways is refused before it reaches a technology.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/task_id.hpp"

namespace exportd::files {

constexpr std::size_t object_key_bytes_max = 512;
constexpr std::size_t key_segment_bytes_max = 255;  // what file systems take as a name

// [A-Za-z0-9._-], 1 to 255 bytes, not "." or "..".
[[nodiscard]] bool valid_key_segment(std::string_view segment);

// Whether there can be a key that begins so. A prefix may end inside a segment.
[[nodiscard]] bool may_begin_key(std::string_view prefix);

// The segments, in order, as NUL-terminated strings. Failure ours "bad_object_key" if the key breaks a rule.
[[nodiscard]] std::vector<std::string> key_segments(const ObjectKey& key);

}  // namespace exportd::files
