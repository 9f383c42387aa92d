// OpenSearchPages: the answers of one cursor, or of several in turn, as pages of documents. While a page is being used,
// the cluster works at the next.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <future>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/ports.hpp"
#include "search/opensearch_cursor.hpp"

namespace exportd::search {

// One cursor's share of the selection.
struct PagePart {
  std::unique_ptr<Cursor> cursor;
  std::uint64_t total = 0;  // documents that it will give
  // The answer that came with the opening, if one did.
  std::optional<PaddedAnswer> first;
  std::optional<OpenSearchHits> first_hits;
};

class OpenSearchPages final : public PageStream {
 public:
  // `page_rows`: documents in every answer but the last. Takes an answer of each part in turn: the order of the
  // documents does not depend on which comes first.
  // `client`: what the cursors use; held as long as this.
  OpenSearchPages(std::shared_ptr<OpenSearchClient> client, std::vector<PagePart> parts, std::size_t page_rows);
  ~OpenSearchPages() override;

  // Failure retry `search_total_changed`, `search_short` when a part gives other than its total.
  std::optional<Page> next(const std::stop_token& stop) override;

 private:
  struct Part {
    std::unique_ptr<Cursor> cursor;  // none: exhausted, and closed
    std::uint64_t total = 0;
    std::uint64_t seen = 0;
    std::uint64_t answers_left = 0;
    std::future<PaddedAnswer> coming;
  };
  void begin(PagePart&& given);
  void take(Part&, PaddedAnswer&&, const OpenSearchHits&);
  void order_next(Part&);
  PaddedAnswer wait_for(Part&);
  Part* turn();

  std::shared_ptr<OpenSearchClient> client_;
  const std::size_t page_rows_;
  std::stop_source leaving_;
  std::deque<Page> ready_;
  std::size_t next_part_ = 0;
  std::vector<Part> parts_;  // the last member: its transfers use the others until they end
};

// The documents of an answer as pages of at most limits::page_bytes_max; the answer itself where it is no larger.
// Failure ours `record_too_large` for a document that is.
[[nodiscard]] std::deque<Page> pages_of(PaddedAnswer&& answer, const std::vector<std::string_view>& documents);

}  // namespace exportd::search
