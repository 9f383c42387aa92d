#include "search/opensearch_pages.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "core/failure.hpp"
#include "core/limits.hpp"

namespace exportd::search {
namespace {

void throw_if_stopped(const std::stop_token& stop) {
  if (stop.stop_requested())
    throw Failure(FailureKind::cancel, "cancelled", "search: cancelled on request: it did not end");
}

Page copied(std::vector<std::string_view>::const_iterator from, std::vector<std::string_view>::const_iterator to,
            std::size_t bytes) {
  Page page;
  page.bytes.reserve(bytes + limits::page_padding_bytes);
  for (auto document = from; document != to; ++document) {
    page.documents.emplace_back(page.bytes.data() + page.bytes.size(), document->size());
    page.bytes.insert(page.bytes.end(), document->begin(), document->end());
  }
  page.bytes.resize(bytes + limits::page_padding_bytes, '\0');
  return page;
}

}  // namespace

std::deque<Page> pages_of(PaddedAnswer&& answer, const std::vector<std::string_view>& documents) {
  std::deque<Page> pages;
  if (documents.empty()) return pages;
  if (answer.size <= limits::page_bytes_max) {
    pages.push_back({std::move(answer.bytes), documents});
    return pages;
  }
  auto from = documents.begin();
  std::size_t bytes = 0;
  for (auto document = documents.begin(); document != documents.end(); ++document) {
    if (document->size() > limits::page_bytes_max) {
      throw Failure(FailureKind::ours, "record_too_large",
                    "search: a record is larger than 16 MiB: take it out of the index, or make it smaller");
    }
    if (bytes + document->size() > limits::page_bytes_max) {
      pages.push_back(copied(from, document, bytes));
      from = document;
      bytes = 0;
    }
    bytes += document->size();
  }
  pages.push_back(copied(from, documents.end(), bytes));
  return pages;
}

OpenSearchPages::OpenSearchPages(std::shared_ptr<OpenSearchClient> client, std::vector<PagePart> parts,
                                 std::size_t page_rows)
    : client_(std::move(client)), page_rows_(std::max<std::size_t>(1, page_rows)) {
  parts_.reserve(parts.size());  // transfers refer to their part
  for (PagePart& part : parts) begin(std::move(part));
}

OpenSearchPages::~OpenSearchPages() {
  leaving_.request_stop();
  for (Part& part : parts_) {
    if (part.coming.valid()) part.coming.wait();
  }
}

void OpenSearchPages::begin(PagePart&& given) {
  Part& part = parts_.emplace_back();
  part.cursor = std::move(given.cursor);
  part.total = given.total;
  part.answers_left = (given.total + page_rows_ - 1) / page_rows_;
  if (given.first) {
    if (part.answers_left > 0) --part.answers_left;
    take(part, *std::move(given.first), *given.first_hits);
  } else {
    order_next(part);
  }
}

void OpenSearchPages::order_next(Part& part) {
  if (part.coming.valid() || !part.cursor) return;
  if (part.answers_left == 0) {
    part.cursor.reset();
    return;
  }
  --part.answers_left;
  part.coming = std::async(std::launch::async,
                           [&cursor = *part.cursor, stop = leaving_.get_token()] { return cursor.next(stop); });
}

// Puts the answer's pages in the row and has the next answer fetched.
void OpenSearchPages::take(Part& part, PaddedAnswer&& answer, const OpenSearchHits& hits) {
  if (hits.total != part.total) {
    throw Failure(FailureKind::retry, "search_total_changed",
                  "search: the number of records changed while they were read: the export begins anew");
  }
  part.seen += hits.documents.size();
  if (hits.documents.empty() && part.seen < part.total) {
    throw Failure(FailureKind::retry, "search_short",
                  "search: the cluster gave fewer records than it had promised: the export begins anew");
  }
  if (part.cursor) part.cursor->follow(hits);
  order_next(part);
  for (Page& page : pages_of(std::move(answer), hits.documents)) ready_.push_back(std::move(page));
}

PaddedAnswer OpenSearchPages::wait_for(Part& part) {
  PaddedAnswer answer = part.coming.get();
  if (part.cursor->runs_ahead()) order_next(part);
  return answer;
}

// The part whose answer is next; nullptr: all have given theirs.
OpenSearchPages::Part* OpenSearchPages::turn() {
  for (std::size_t tried = 0; tried < parts_.size(); ++tried) {
    Part& part = parts_[next_part_];
    next_part_ = (next_part_ + 1) % parts_.size();
    if (part.coming.valid()) return &part;
  }
  return nullptr;
}

std::optional<Page> OpenSearchPages::next(const std::stop_token& stop) {
  throw_if_stopped(stop);
  const std::stop_callback leave(stop, [this] { leaving_.request_stop(); });
  while (ready_.empty()) {
    Part* const part = turn();
    if (part == nullptr) return std::nullopt;
    PaddedAnswer answer = wait_for(*part);
    const OpenSearchHits hits = read_hits(answer.text());
    take(*part, std::move(answer), hits);
  }
  Page page = std::move(ready_.front());
  ready_.pop_front();
  return page;
}

}  // namespace exportd::search
