#include "search/sqlite_pages.hpp"

#include <utility>

#include "core/failure.hpp"
#include "search/checksum.hpp"

namespace exportd::search {
namespace {

// What is being put together: the buffer may still move, so documents are kept as places in it.
struct OpenPage {
  std::vector<char> bytes;
  std::vector<std::pair<std::size_t, std::size_t>> places;

  void add(std::string_view document) {
    places.emplace_back(bytes.size(), document.size());
    bytes.insert(bytes.end(), document.begin(), document.end());
  }

  [[nodiscard]] Page close() && {
    bytes.resize(bytes.size() + limits::page_padding_bytes, '\0');
    Page page{std::move(bytes), {}};
    page.documents.reserve(places.size());
    for (const auto& [from, size] : places) page.documents.emplace_back(page.bytes.data() + from, size);
    return page;
  }
};

}  // namespace

BodyReader::BodyReader(sqlite::Database& database, std::vector<std::int64_t> documents)
    : documents_(std::move(documents)), find_(database, "SELECT text, checksum FROM body WHERE document = ?1") {}

std::optional<Page> BodyReader::next(std::size_t bytes_max, const std::stop_token& stop) {
  OpenPage page;
  for (; at_ < documents_.size(); ++at_) {
    if (stop.stop_requested())
      throw Failure(FailureKind::cancel, "cancelled", "search: cancelled on request: it did not end");
    const std::string_view document = body();
    if (!page.places.empty() && page.bytes.size() + document.size() > bytes_max) break;
    page.add(document);
    find_.reset();
    waiting_ = false;
  }
  if (page.places.empty()) return std::nullopt;
  return std::move(page).close();
}

std::string_view BodyReader::body() {
  const std::int64_t document = documents_[at_];
  if (!waiting_) waiting_ = find_.bind(1, document).step();
  const std::string_view text = waiting_ ? find_.blob(0) : std::string_view();
  if (waiting_ && checksum(text) == find_.integer(1)) return text;
  throw Failure(FailureKind::ours, "corrupt_store",
                "search store: a record in it is damaged: restore the store, or remove it and import again",
                "document " + std::to_string(document));
}

SqlitePages::SqlitePages(sqlite::Connections::Lease lease, std::unique_ptr<sqlite::Transaction> transaction,
                         std::vector<std::int64_t> documents)
    : lease_(std::move(lease)), transaction_(std::move(transaction)), bodies_(*lease_, std::move(documents)) {}

std::optional<Page> SqlitePages::next(const std::stop_token& stop) {
  return bodies_.next(page_bytes_target, stop);
}

}  // namespace exportd::search
