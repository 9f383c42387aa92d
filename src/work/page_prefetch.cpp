#include "work/page_prefetch.hpp"

#include <utility>

namespace exportd::work {

PagePrefetch::PagePrefetch(PageStream& pages, std::stop_token stop)
    : outer_stop_(std::move(stop), [this] { leaving_.request_stop(); }),
      thread_([this, &pages] { read_all(pages, leaving_.get_token()); }) {}

PagePrefetch::~PagePrefetch() {
  leaving_.request_stop();
  queue_.close(OnClose::drop);
  thread_.join();
}

std::optional<Page> PagePrefetch::next() {
  std::optional<Page> page = queue_.pop();
  if (!page && failure_) std::rethrow_exception(failure_);
  return page;
}

void PagePrefetch::read_all(PageStream& pages, const std::stop_token& stop) {
  try {
    while (std::optional<Page> page = pages.next(stop)) {
      if (!queue_.push(std::move(*page))) return;
    }
  } catch (...) {
    failure_ = std::current_exception();
  }
  queue_.close(OnClose::drain);
}

}  // namespace exportd::work
