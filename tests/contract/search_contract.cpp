// The contract of Search: everything but the meaning of clauses (search_contract_clauses.cpp) and what analytes
// records hold (search_contract_analytes.cpp).
#include "tests/contract/search_contract.hpp"

#include <algorithm>

#include "core/failure.hpp"
#include "tests/contract/search_contract_records.hpp"

namespace exportd::contract {
namespace {

Lines texts(const Page& page) {
  return {page.documents.begin(), page.documents.end()};
}

TEST_P(SearchContract, gives_every_record_once_in_the_byte_order_of_their_ids_when_nothing_is_asked) {
  const LoadedSearch loaded = with_rocks();
  EXPECT_EQ(ids(*loaded.search, search_environment(), {}), (Lines{"a", "b", "c", "á"}));
}

TEST_P(SearchContract, gives_the_order_of_the_import_when_the_order_is_index) {
  if (!SearchContract::GetParam().able.knows_import_order) GTEST_SKIP() << "knows no order of the import";
  const LoadedSearch loaded = with_rocks();
  Environment environment = search_environment();
  environment.order = "index";
  EXPECT_EQ(ids(*loaded.search, environment, {}), (Lines{"b", "a", "á", "c"}));
}

TEST_P(SearchContract, keeps_each_documents_bytes) {
  const LoadedSearch loaded = with_rocks();
  Lines all = texts(loaded.search->preview(search_environment(), {}, 10, no_deadline).value());
  std::sort(all.begin(), all.end());
  Lines given = rocks;
  std::sort(given.begin(), given.end());
  EXPECT_EQ(all, given);
}

TEST_P(SearchContract, previews_the_first_records_of_the_selection) {
  const LoadedSearch loaded = with_rocks();
  const auto first = [&](std::size_t n) {
    return texts(loaded.search->preview(search_environment(), {}, n, no_deadline).value());
  };
  EXPECT_EQ(first(2), (Lines{rocks[1], rocks[0]}));
  EXPECT_EQ(first(0), Lines());
  const Page none =
      loaded.search->preview(search_environment(), only(text({"material"}, {"basalt"})), 5, no_deadline).value();
  EXPECT_TRUE(none.documents.empty());
  EXPECT_GE(none.bytes.size(), limits::page_padding_bytes);
}

TEST_P(SearchContract, suggests_values_that_begin_so_the_most_frequent_first) {
  struct Case {
    const char* parameter;
    std::string_view prefix;
    std::vector<std::pair<std::string, std::uint64_t>> want;
  };
  const Case cases[] = {
      {"authors", "", {{"bender, j", 1}, {"hawkins", 1}, {"hawkins, j", 1}, {"langmuir, c h", 1}}},
      {"authors", "hawk", {{"hawkins", 1}, {"hawkins, j", 1}}},
      {"taxons", "t", {{"tholeiite", 2}}},
      {"taxons", "v", {{"volcanic", 2}}},
      {"analysisTypes", "rock", {{"rock analysis", 1}}},
      {"geoFeatures", "", {{"lau basin", 1}, {"location", 1}, {"ocean", 1}, {"pacific", 1}}},
      {"publicationYears", "19", {{"1983", 2}, {"1990", 1}}},
      {"variables", "", {{"Zr", 2}, {"trace element", 2}, {"CO", 1}, {"Co", 1}}},
      {"variables", "co", {{"CO", 1}, {"Co", 1}}},
      {"material", "zzz", {}},
      {"chemistry", "tr", {{"trace element", 2}}},
      {"chemistry", "ZR", {{"Zr", 2}}},
      {"authors", "HAWK", {{"hawkins", 1}, {"hawkins, j", 1}}},
      {"boundingBox", "", {}},
  };
  const LoadedSearch loaded = with_rocks();
  const Environment environment = search_environment();
  const auto suggested = [&](const char* parameter, std::string_view prefix, std::size_t n) {
    return loaded.search->suggest(environment, *environment.parameter(parameter), prefix, n, no_deadline).value();
  };
  for (const Case& c : cases) {
    std::vector<std::pair<std::string, std::uint64_t>> got;
    for (const Suggestion& s : suggested(c.parameter, c.prefix, 10)) got.emplace_back(s.value, s.records);
    EXPECT_EQ(got, c.want) << c.parameter << " " << c.prefix;
  }
  EXPECT_EQ(suggested("authors", "", 2).size(), 2U);
}

TEST_P(SearchContract, changes_its_data_version_with_the_records_only) {
  const LoadedSearch loaded = SearchContract::GetParam().make();
  const Environment environment = search_environment();
  const std::string empty = loaded.search->data_version(environment);
  loaded.load(environment, rocks);
  const std::string filled = loaded.search->data_version(environment);
  EXPECT_NE(filled, empty);
  EXPECT_EQ(loaded.search->open(environment, {}, {}).data_version, filled);
  loaded.load(environment, rocks);
  EXPECT_EQ(loaded.search->data_version(environment), filled);
  const std::string other_environment = loaded.search->data_version(flat_environment());
  loaded.load(environment, {R"({"sampleId":"a"})"});
  EXPECT_NE(loaded.search->data_version(environment), filled);
  EXPECT_EQ(loaded.search->data_version(flat_environment()), other_environment);
}

TEST_P(SearchContract, replaces_a_record_with_all_that_it_was_found_by) {
  const LoadedSearch loaded = with_rocks();
  const Environment environment = search_environment();
  loaded.load(environment, {R"({"sampleId":"b","material":"glass"})"});
  Search& search = *loaded.search;
  EXPECT_EQ(ids(search, environment, only(text({"material"}, {"glass"}))), (Lines{"a", "b"}));
  EXPECT_EQ(ids(search, environment, only(text({"material"}, {"whole rock"}))), Lines());
  EXPECT_EQ(ids(search, environment, only(BoxClause{170, -90, 180, 90})), Lines());
  EXPECT_EQ(search.analytes(environment).size(), 2U);
}

TEST_P(SearchContract, keeps_the_place_of_a_record_that_it_replaces) {
  if (!SearchContract::GetParam().able.knows_import_order) GTEST_SKIP() << "knows no order of the import";
  const LoadedSearch loaded = with_rocks();
  Environment by_import = search_environment();
  by_import.order = "index";
  loaded.load(by_import, {R"({"sampleId":"b","material":"glass"})"});
  const bool stays = SearchContract::GetParam().able.keeps_places;
  EXPECT_EQ(ids(*loaded.search, by_import, {}), stays ? (Lines{"b", "a", "á", "c"}) : (Lines{"a", "á", "c", "b"}));
}

TEST_P(SearchContract, keeps_environments_apart) {
  const LoadedSearch loaded = with_rocks();
  Environment other = search_environment();
  other.name = "petdb";
  EXPECT_EQ(loaded.search->count(other, {}, no_deadline), 0U);
  EXPECT_TRUE(loaded.search->analytes(other).empty());
  loaded.load(other, {R"({"sampleId":"b","latitude":10,"longitude":180,"age":1})"});
  EXPECT_EQ(ids(*loaded.search, other, only(BoxClause{-180, -90, 180, 90})), Lines{"b"});
  EXPECT_EQ(ids(*loaded.search, other, {}), Lines{"b"});
  EXPECT_EQ(ids(*loaded.search, search_environment(), only(AgeClause{{}, 1, {}})), Lines());
}

TEST_P(SearchContract, knows_nothing_after_its_deadline) {
  const LoadedSearch loaded = with_rocks();
  const Environment environment = search_environment();
  constexpr MonotonicTime long_ago = MonotonicTime::min();
  EXPECT_EQ(loaded.search->count(environment, {}, long_ago), std::nullopt);
  EXPECT_FALSE(loaded.search->preview(environment, {}, 1, long_ago).has_value());
  EXPECT_EQ(loaded.search->analytes_of(environment, {}, long_ago), std::nullopt);
  EXPECT_FALSE(loaded.search->suggest(environment, *environment.parameter("authors"), "", 1, long_ago).has_value());
}

TEST_P(SearchContract, stops_between_pages) {
  const LoadedSearch loaded = with_rocks();
  OpenedSearch opened = loaded.search->open(search_environment(), {}, {});
  std::stop_source stop;
  stop.request_stop();
  try {
    static_cast<void>(opened.pages->next(stop.get_token()));
    FAIL() << "a page in spite of the stop";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind(), FailureKind::cancel);
  }
}

TEST_P(SearchContract, shows_an_opened_search_nothing_of_a_later_import) {
  const LoadedSearch loaded = with_rocks();
  OpenedSearch opened = loaded.search->open(search_environment(), {}, {});
  loaded.load(search_environment(), {R"({"sampleId":"a","material":"other"})", R"({"sampleId":"new"})"});
  Lines seen;
  while (const std::optional<Page> page = opened.pages->next({})) {
    for (const std::string_view document : page->documents) seen.emplace_back(document);
  }
  EXPECT_EQ(seen, (Lines{rocks[1], rocks[0], rocks[3], rocks[2]}));
  EXPECT_EQ(loaded.search->count(search_environment(), {}, no_deadline), 5U);
}

TEST_P(SearchContract, releases_a_context_that_it_does_not_know) {
  const LoadedSearch loaded = SearchContract::GetParam().make();
  loaded.search->release("nobody holds this");
}

}  // namespace
}  // namespace exportd::contract
