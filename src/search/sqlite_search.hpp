// SqliteSearch: the embedded search. One SQLite file holds the records of all environments and their indexes
// (docs/search-store.md); importer.hpp fills it. Safe to use from several threads and from several processes at once.
#pragma once

#include <filesystem>
#include <memory>

#include "core/ports.hpp"

namespace exportd::sqlite {
class Connections;
}

namespace exportd::search {

class SqliteSearch final : public Search {
 public:
  // Opens the store, and makes an empty one if there is none.
  // Throws Failure: ours `corrupt_store` (not a store, damaged, or of a newer exportd), ours `not_writable`, ours
  // `disk_full`, retry `store_locked`. So do all the calls below; and ours `store_outdated` when the environment's
  // configuration needs an index that the last import did not make.
  explicit SqliteSearch(std::filesystem::path store);
  ~SqliteSearch() override;

  std::optional<std::uint64_t> count(const Environment&, const Criteria&, MonotonicTime deadline) override;
  std::optional<Page> preview(const Environment&, const Criteria&, std::size_t n, MonotonicTime deadline) override;
  // Sorted; every text as it was first seen.
  std::vector<Analyte> analytes(const Environment&) override;
  // Sorted, too.
  std::optional<std::vector<Analyte>> analytes_of(const Environment&, const Criteria&, MonotonicTime deadline) override;
  // Values are lower-cased as they are searched for, but variables are as written. Equally frequent ones in the order
  // of their bytes. Parameters without words to offer (boxes, polygons, ages) give none.
  std::optional<std::vector<Suggestion>> suggest(const Environment&, const ParameterSpec&, std::string_view prefix,
                                                 std::size_t n, MonotonicTime deadline) override;
  // Changes with every import that changed something; never the same for two stores or two states.
  std::string data_version(const Environment&) override;
  // Holds one read transaction until the stream is destroyed: what is imported meanwhile is not seen.
  OpenedSearch open(const Environment&, const Criteria&, const std::stop_token& stop) override;
  // Nothing to do: a snapshot ends with the process that holds it.
  void release(std::string_view context) override;

 private:
  std::shared_ptr<sqlite::Connections> connections_;
};

}  // namespace exportd::search
