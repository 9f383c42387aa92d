// Progress of one attempt, as the worker reports it and the user sees it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace exportd {

enum class Stage { queued, counting, fetching, sealing, verifying, done };

[[nodiscard]] constexpr std::string_view stage_name(Stage stage) {
  switch (stage) {
    case Stage::queued: return "queued";
    case Stage::counting: return "counting";
    case Stage::fetching: return "fetching";
    case Stage::sealing: return "sealing";
    case Stage::verifying: return "verifying";
    case Stage::done: return "done";
  }
  return "";
}

struct Progress {
  Stage stage = Stage::queued;
  std::uint64_t records = 0;                   // read from the search so far
  std::optional<std::uint64_t> total_records;  // unknown until counted
  std::uint64_t bytes = 0;                     // of the plain file written so far
};

}  // namespace exportd
