#include "app/stop_deadline.hpp"

#include <utility>

namespace exportd::app {

StopDeadline::StopDeadline(Clock& clock, std::stop_token stop, std::function<void()> give_up,
                           std::chrono::milliseconds within)
    : thread_([&clock, stop = std::move(stop), give_up = std::move(give_up), within](const std::stop_token& over) {
        // Either of the two ends the first wait.
        std::stop_source either;
        const std::stop_callback on_stop(stop, [&either] { either.request_stop(); });
        const std::stop_callback on_over(over, [&either] { either.request_stop(); });
        while (clock.sleep_until(clock.monotonic() + std::chrono::hours(1), either.get_token())) {
        }
        if (!over.stop_requested() && clock.sleep_until(clock.monotonic() + within, over)) give_up();
      }) {}

}  // namespace exportd::app
