#include "app/progress_display.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include "app/messages.hpp"

namespace exportd::app {

namespace {

constexpr std::uint64_t bar_cells = 30;
constexpr std::chrono::milliseconds redraw_every{100};
constexpr std::chrono::milliseconds line_every{2'000};

std::string done_of(std::uint64_t done, std::optional<std::uint64_t> total, const std::string& unit) {
  if (!total) return std::to_string(done) + " " + unit;
  return std::to_string(done) + " of " + std::to_string(*total) + " " + unit;
}

}  // namespace

ProgressDisplay::ProgressDisplay(std::string what, std::string unit, const Clock& clock)
    : what_(std::move(what)),
      unit_(std::move(unit)),
      clock_(clock),
      terminal_(::isatty(STDERR_FILENO) == 1),
      started_(clock.monotonic()),
      next_(started_ + line_every) {}

ProgressDisplay::~ProgressDisplay() {
  if (drawn_) std::fputc('\n', stderr);
}

void ProgressDisplay::show(std::string_view stage, std::uint64_t done, std::optional<std::uint64_t> total) {
  const MonotonicTime now = clock_.monotonic();
  const bool new_stage = stage != last_stage_;
  if (!new_stage && now < next_) return;
  next_ = now + (terminal_ ? redraw_every : line_every);
  last_stage_ = stage;
  if (terminal_) {
    draw_bar(stage, done, total);
  } else {
    print_line(what_ + ": " + last_stage_ + ": " + done_of(done, total, unit_));
  }
}

void ProgressDisplay::draw_bar(std::string_view stage, std::uint64_t done, std::optional<std::uint64_t> total) {
  const std::uint64_t all = total.value_or(0);
  const std::uint64_t filled = all == 0 ? 0 : std::min(bar_cells, done * bar_cells / all);
  std::string bar(filled, '#');
  bar.append(bar_cells - filled, '-');
  const double seconds = std::chrono::duration<double>(clock_.monotonic() - started_).count();
  std::fprintf(stderr, "\r\x1b[K%s [%s] %3u%% %s, %.*s, %.0f s", what_.c_str(), bar.c_str(),
               static_cast<unsigned>(all == 0 ? 0 : std::min<std::uint64_t>(100, done * 100 / all)),
               done_of(done, total, unit_).c_str(), static_cast<int>(stage.size()), stage.data(), seconds);
  std::fflush(stderr);
  drawn_ = true;
}

}  // namespace exportd::app
