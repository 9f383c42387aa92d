// The contract of Search on the embedded store and on the in-memory one.
#include <memory>
#include <stdexcept>

#include "search/store_schema.hpp"
#include "test_store.hpp"
#include "testing/memory_search.hpp"
#include "tests/contract/search_contract.hpp"

namespace exportd::contract {
namespace {

LoadedSearch make_memory() {
  auto search = std::make_unique<testing::MemorySearch>();
  testing::MemorySearch* raw = search.get();
  return {std::move(search), [raw](const Environment& environment, const std::vector<std::string>& lines) {
            raw->load(environment, lines);
          }};
}

LoadedSearch make_sqlite() {
  auto folder = std::make_shared<search::TestFolder>();
  static_cast<void>(search::open_store(folder->store(), sqlite::OpenMode::create));
  return {std::make_unique<search::SqliteSearch>(folder->store()),
          [folder](const Environment& environment, const std::vector<std::string>& lines) {
            const search::ImportReport report = search::import_lines(folder->store(), environment, lines);
            if (!report.committed) throw std::logic_error(report.faults.at(0).reason);
          }};
}

INSTANTIATE_TEST_SUITE_P(Memory, SearchContract, ::testing::Values(SearchAdapter{"memory", make_memory}),
                         [](const auto& instance) { return instance.param.name; });
INSTANTIATE_TEST_SUITE_P(Sqlite, SearchContract, ::testing::Values(SearchAdapter{"sqlite", make_sqlite}),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace exportd::contract
