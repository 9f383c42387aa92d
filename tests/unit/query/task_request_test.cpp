#include "query/task_request.hpp"

#include <gtest/gtest.h>

#include <array>

#include "tests/unit/query/shipped.hpp"

namespace exportd::query_test {
namespace {

Task task_of(const std::string& parameters, const std::string& options) {
  return {parsed(petdb(), "").id, "petdb", parameters, options};
}

TEST(TaskRequest, IsAQueryStringOfParametersAndOptions) {
  EXPECT_EQ(query::query_string_of(task_of("", "")), "");
  EXPECT_EQ(query::query_string_of(task_of("igsn=a", "")), "igsn=a");
  EXPECT_EQ(query::query_string_of(task_of("", "fileType=json")), "fileType=json");
  EXPECT_EQ(query::query_string_of(task_of("igsn=a", "fileType=json")), "igsn=a&fileType=json");
}

TEST(TaskRequest, IsSaidInWordsWhileItsEnvironmentKnowsIt) {
  const std::array<Environment, 1> known{petdb()};
  EXPECT_EQ(query::search_in_words(known, task_of("igsn=a", "fileType=json")), "Samples of PetDB where the IGSN is a.");
  EXPECT_EQ(query::search_in_words(known, task_of("no-such=a", "")), "no-such=a");
  EXPECT_EQ(query::search_in_words({}, task_of("igsn=a", "")), "igsn=a");
}

}  // namespace
}  // namespace exportd::query_test
