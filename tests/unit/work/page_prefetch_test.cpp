#include "work/page_prefetch.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <string>

#include "core/failure.hpp"

namespace exportd::work {
namespace {

// Gives `pages` pages of n documents for page n, then ends or fails.
class CountingPages final : public PageStream {
 public:
  explicit CountingPages(std::size_t pages, bool fails = false) : pages_(pages), fails_(fails) {}

  std::optional<Page> next(const std::stop_token& stop) override {
    if (stop.stop_requested()) throw Failure(FailureKind::cancel, "cancelled", "stopped");
    if (given_ == pages_ && fails_) throw Failure(FailureKind::retry, "search_failed", "the search broke");
    if (given_ == pages_) return std::nullopt;
    Page page;
    page.documents.resize(++given_);
    return page;
  }

  [[nodiscard]] std::size_t given() const { return given_; }

 private:
  std::size_t pages_;
  bool fails_;
  std::atomic<std::size_t> given_ = 0;
};

TEST(PagePrefetch, gives_every_page_once_in_order) {
  CountingPages pages(50);
  PagePrefetch prefetch(pages, {});
  for (std::size_t n = 1; n <= 50; ++n) {
    const auto page = prefetch.next();
    ASSERT_TRUE(page);
    EXPECT_EQ(page->documents.size(), n);
  }
  EXPECT_FALSE(prefetch.next());
}

TEST(PagePrefetch, gives_the_pages_before_a_failure_and_then_the_failure) {
  CountingPages pages(3, true);
  PagePrefetch prefetch(pages, {});
  for (int n = 0; n < 3; ++n) EXPECT_TRUE(prefetch.next());
  EXPECT_THROW((void)prefetch.next(), Failure);
}

TEST(PagePrefetch, reads_no_further_ahead_than_it_says) {
  CountingPages pages(1'000);
  std::size_t given = 0;
  {
    PagePrefetch prefetch(pages, {});
    (void)prefetch.next();
    given = pages.given();
  }
  EXPECT_LE(given, 1 + PagePrefetch::pages_ahead_max + 2) << "the one given, those ahead, and one in the thread's hand";
}

TEST(PagePrefetch, stops_with_the_one_who_waits_for_it) {
  std::stop_source stop;
  CountingPages pages(1'000'000'000);
  PagePrefetch prefetch(pages, stop.get_token());
  (void)prefetch.next();
  stop.request_stop();
  const auto drain = [&] {
    while (prefetch.next()) continue;
  };
  EXPECT_THROW(drain(), Failure);
}

}  // namespace
}  // namespace exportd::work
