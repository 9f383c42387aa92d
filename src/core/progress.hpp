// Progress of one attempt, as the worker reports it and the user sees it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace exportd {

enum class Stage { queued, counting, fetching, sealing, verifying, done };

inline constexpr std::array<std::string_view, 6> stage_names{"queued",  "counting",  "fetching",
                                                             "sealing", "verifying", "done"};

[[nodiscard]] constexpr std::string_view stage_name(Stage stage) {
  return stage_names.at(static_cast<std::size_t>(stage));
}

struct Progress {
  Stage stage = Stage::queued;
  std::uint64_t records = 0;                       // read from the search so far
  std::optional<std::uint64_t> total_records;      // unknown until counted
  std::uint64_t bytes = 0;                         // of the plain file written so far
  std::uint32_t per_mille = 0;                     // of the records; 1000 only when done; never less than before
  std::optional<std::uint64_t> remaining_seconds;  // until the end at the rate so far; unknown until there is one
  friend bool operator==(const Progress&, const Progress&) = default;
};

}  // namespace exportd
