// ProgressDisplay: progress on stderr. A bar that is redrawn on a terminal, a plain line now and then elsewhere.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "core/ports.hpp"

namespace exportd::app {

class ProgressDisplay {
 public:
  // `what` begins every line, for example "petdb". `unit` is what is counted: "records".
  ProgressDisplay(std::string what, std::string unit, const Clock& clock);
  ~ProgressDisplay();  // leaves the terminal with the cursor on a new line
  ProgressDisplay(const ProgressDisplay&) = delete;
  ProgressDisplay& operator=(const ProgressDisplay&) = delete;

  // `stage` is a word such as "fetching"; `total` unknown shows no bar.
  void show(std::string_view stage, std::uint64_t done, std::optional<std::uint64_t> total);

 private:
  void draw_bar(std::string_view stage, std::uint64_t done, std::optional<std::uint64_t> total);

  const std::string what_;
  const std::string unit_;
  const Clock& clock_;
  const bool terminal_;
  const MonotonicTime started_;
  MonotonicTime next_{};  // when the next line or redrawing is due
  std::string last_stage_;
  bool drawn_ = false;
};

}  // namespace exportd::app
