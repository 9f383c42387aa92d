// PagePrefetch: reads the pages of a search on a thread of its own, at most pages_ahead_max of them ahead.
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <optional>
#include <stop_token>
#include <thread>

#include "core/ports.hpp"
#include "work/bounded_queue.hpp"

namespace exportd::work {

class PagePrefetch {
 public:
  static constexpr std::size_t pages_ahead_max = 1;  // with the one read and the one scanned: three in flight

  // `pages` is used by the thread alone until this object is destroyed.
  PagePrefetch(PageStream& pages, std::stop_token stop);
  ~PagePrefetch();  // stops the thread, whatever it was at

  PagePrefetch(const PagePrefetch&) = delete;
  PagePrefetch& operator=(const PagePrefetch&) = delete;

  // The next page; nullopt after the last. Throws what reading it threw.
  std::optional<Page> next();

 private:
  void read_all(PageStream& pages, const std::stop_token& stop);

  BoundedQueue<Page> queue_{pages_ahead_max};
  std::exception_ptr failure_;  // written before the queue is closed, read after
  std::stop_source leaving_;
  std::stop_callback<std::function<void()>> outer_stop_;
  std::thread thread_;
};

}  // namespace exportd::work
