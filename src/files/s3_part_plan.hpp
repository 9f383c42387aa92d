// How an object is cut into parts, and how much of it is in memory at once. Pure.
// S3 takes 10,000 parts of 5 MiB to 5 GiB, but for the last, and 5 TiB all in all:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>

#include "core/limits.hpp"

namespace exportd::files {

constexpr int parts_max = 10'000;
constexpr std::uint64_t object_bytes_max = 5ULL * 1'024 * 1'024 * limits::MiB;
constexpr std::size_t part_bytes_first = 8 * limits::MiB;
constexpr std::size_t uploads_at_once = 3;
constexpr std::size_t upload_bytes_max = uploads_at_once * part_bytes_first;  // or one part, where that is more

// Of part `number`, 1 to parts_max: 8 MiB up to 15 GiB, then four times as many after every 2,000 parts. What is
// usual needs little memory, and 10,000 parts still hold the largest object.
[[nodiscard]] constexpr std::size_t part_bytes(int number) {
  assert(number >= 1 && number <= parts_max);
  return part_bytes_first << (2 * ((number - 1) / 2'000));
}

// Whether another part may be on its way beside those that are.
[[nodiscard]] constexpr bool may_start(std::size_t parts_under_way, std::size_t bytes_under_way, std::size_t bytes) {
  if (parts_under_way == 0) return true;
  return parts_under_way < uploads_at_once && bytes_under_way + bytes <= upload_bytes_max;
}

[[nodiscard]] constexpr std::uint64_t bytes_of_all_parts() {
  std::uint64_t bytes = 0;
  for (int number = 1; number <= parts_max; ++number) bytes += part_bytes(number);
  return bytes;
}
static_assert(bytes_of_all_parts() >= object_bytes_max, "the parts hold the largest object");
static_assert(part_bytes(parts_max) <= 5ULL * 1'024 * limits::MiB, "no part is larger than S3 takes");

}  // namespace exportd::files
