// SqlitePages: the documents of one selection, read page by page inside one read transaction.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/ports.hpp"
#include "sqlite/connections.hpp"
#include "sqlite/database.hpp"

namespace exportd::search {

// A page ends before the document that would take it beyond this; one document may be larger by itself.
inline constexpr std::size_t page_bytes_target = 4 * limits::MiB;
static_assert(page_bytes_target <= limits::page_bytes_max);

// Reads documents by their row ids, in the order given.
class BodyReader {
 public:
  BodyReader(sqlite::Database&, std::vector<std::int64_t> documents);

  // As many of the next documents as fit into `bytes_max`, but at least one; nullopt after the last.
  // Throws Failure ours `corrupt_store` when a document is missing or is not what was stored.
  [[nodiscard]] std::optional<Page> next(std::size_t bytes_max, const std::stop_token& stop);

 private:
  [[nodiscard]] std::string_view body();

  std::vector<std::int64_t> documents_;
  std::size_t at_ = 0;
  bool waiting_ = false;  // the row of documents_[at_] has been read but did not fit into the page before
  sqlite::Statement find_;
};

class SqlitePages final : public PageStream {
 public:
  // `transaction` is the read transaction on the leased connection in which `documents` were selected.
  SqlitePages(sqlite::Connections::Lease, std::unique_ptr<sqlite::Transaction>, std::vector<std::int64_t> documents);

  std::optional<Page> next(const std::stop_token& stop) override;

 private:
  // In this order, so that they go in the reverse: statement, transaction, connection.
  sqlite::Connections::Lease lease_;
  std::unique_ptr<sqlite::Transaction> transaction_;
  BodyReader bodies_;
};

}  // namespace exportd::search
