// One SqliteSearch serves many threads, also while records are imported.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "test_store.hpp"
#include "tests/contract/search_contract.hpp"

namespace exportd::search {
namespace {

TEST(SqliteSearch, answers_many_threads_while_an_import_runs) {
  const TestFolder folder;
  const Environment environment = contract::search_environment();
  std::string text;
  for (int record = 0; record < 300; ++record) {
    text += "{\"sampleId\":\"" + std::to_string(record) + R"(","material":"glass","results":{"variable":"Zr"}})" + "\n";
  }
  static_cast<void>(import_text(folder.store(), environment, text));
  SqliteSearch search(folder.store());
  const Criteria glass{{TextClause{{"material"}, TextMatch::whole, {"glass"}}}};
  std::atomic<int> wrong = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 12; ++thread) {
      threads.emplace_back([&] {
        for (int round = 0; round < 10; ++round) {
          const OpenedSearch opened = search.open(environment, glass, {});
          const bool steady = documents(search, environment, glass).size() >= opened.total;
          const bool known =
              search.suggest(environment, *environment.parameter("variables"), "z", 3, MonotonicTime::max())->size() ==
              1;
          if (!steady || !known || search.analytes(environment).size() != 1) ++wrong;
        }
      });
    }
    for (int import = 0; import < 5; ++import) {
      static_cast<void>(import_lines(folder.store(), environment,
                                     {"{\"sampleId\":\"n" + std::to_string(import) + R"(","material":"glass"})"}));
    }
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(search.count(environment, glass, MonotonicTime::max()), 305U);
}

}  // namespace
}  // namespace exportd::search
