// Cursors: contexts that the cluster holds for us, and the answers they give one after another. Each closes its context
// when it goes, however it goes; what a dead process left, release_context() closes.
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "search/opensearch_client.hpp"
#include "search/opensearch_hits.hpp"

namespace exportd::search {

// An answer as it came, with limits::page_padding_bytes of zeros behind it.
struct PaddedAnswer {
  explicit PaddedAnswer(std::vector<char> received) : bytes(std::move(received)), size(bytes.size()) {
    bytes.resize(size + limits::page_padding_bytes, '\0');
  }
  [[nodiscard]] std::string_view text() const { return {bytes.data(), size}; }

  std::vector<char> bytes;
  std::size_t size;
};

class Cursor {
 public:
  virtual ~Cursor() = default;
  // The next documents. Failures of OpenSearchClient::ask. One thread at a time.
  virtual PaddedAnswer next(const std::stop_token& stop) = 0;
  // Told what the answer before held, before next() is called again, unless it runs ahead.
  virtual void follow(const OpenSearchHits& hits) = 0;
  // Whether next() can be called before the answer before has been read.
  [[nodiscard]] virtual bool runs_ahead() const = 0;
  // Names the context for release_context().
  [[nodiscard]] virtual std::string context() const = 0;
};

// A scroll and its first answer. `body`: the search; `size` in it is the size of every page. A page is asked for once:
// the cursor has moved whatever became of the answer.
struct OpenedScroll {
  std::unique_ptr<Cursor> cursor;
  PaddedAnswer answer;
  OpenSearchHits hits;  // of `answer`
};
// `target`: "/petdb/_search?…" but for scroll.
[[nodiscard]] OpenedScroll open_scroll(OpenSearchClient&, const std::string& target, const boost::json::object& body,
                                       const std::stop_token& stop);

// A point in time of an index, read page by page from `body`, whose `sort` ends with a unique field. A page may be
// asked for again.
[[nodiscard]] std::unique_ptr<Cursor> open_point_in_time(OpenSearchClient&, const std::string& index,
                                                         boost::json::object body, const std::stop_token& stop);

// Closes what Cursor::context() names, several with blanks between; unknown or closed ones are no error.
void release_context(OpenSearchClient&, std::string_view contexts);

}  // namespace exportd::search
