// GET /v1/{env}/parameters and /v1/{env}/parameters/{name}/values.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "query/file_option_names.hpp"
#include "tests/unit/api/door_under_test.hpp"
#include "tests/unit/api/search_records.hpp"

namespace exportd::api_test {
namespace {

namespace json = boost::json;

class VocabularyRoutes : public ::testing::Test {
 protected:
  void SetUp() override { door_.records.load(door_.environments[0], search_records(60)); }

  // "glass 30, whole rock 30", and " …" if there are more.
  std::string values(const std::string& target) {
    const Answered answer = door_.get("/v1/synthesis/parameters/" + target);
    if (answer.status != 200) return std::to_string(answer.status) + " " + answer.of("code");
    std::string text;
    for (const json::value& one : answer.json.at("values").as_array()) {
      text += (text.empty() ? "" : ", ") + std::string(one.at("value").as_string()) + " " +
              std::to_string(one.at("records").as_int64());
    }
    return text + (answer.json.at("more").as_bool() ? " …" : "");
  }

  DoorUnderTest door_;
};

TEST_F(VocabularyRoutes, name_every_parameter_with_its_kind_and_an_example) {
  const Answered answer = door_.get("/v1/synthesis/parameters");
  ASSERT_EQ(answer.status, 200);
  const json::array& parameters = answer.json.at("parameters").as_array();
  const Environment& environment = door_.environments[0];
  ASSERT_EQ(parameters.size(), environment.parameters.size());
  for (std::size_t at = 0; at < parameters.size(); ++at) {
    EXPECT_EQ(parameters[at].at("name").as_string(), environment.parameters[at].name);
    EXPECT_EQ(parameters[at].at("example").as_string(), environment.parameters[at].example);
    EXPECT_EQ(parameters[at].at("words").as_string(), environment.parameters[at].words);
    const json::value& link = parameters[at].at("values");
    if (link.is_null()) continue;
    EXPECT_EQ(door_.get(std::string(link.as_string())).status, 200) << link.as_string();
  }
  EXPECT_EQ(json::serialize(parameters.at(0)),
            R"({"name":"authors","kind":"author","aliases":["author"],"example":"Smith, J.",)"
            R"("words":"an author is {}","values":"/v1/synthesis/parameters/authors/values"})");
  EXPECT_EQ(answer.of("boxEdges"), R"(["west","south","east","north"])");
  EXPECT_EQ(door_.get("/v1/petdb/parameters").of("boxEdges"), "[]");
  EXPECT_EQ(door_.get("/v1/petdb/parameters?prefix=a").status, 422);
}

TEST_F(VocabularyRoutes, name_every_file_option_with_its_values) {
  const Answered answer = door_.get("/v1/petdb/parameters");
  const json::array& all = answer.json.at("fileOptions").as_array();
  EXPECT_EQ(all.size(), query::file_option_names.size());
  for (const json::value& option : all) {
    const std::string name(option.at("name").as_string());
    EXPECT_NE(std::find(query::file_option_names.begin(), query::file_option_names.end(), name),
              query::file_option_names.end());
    for (const json::value& value : option.at("values").as_array()) {
      const std::string query = name + "=" + std::string(value.as_string());
      EXPECT_EQ(door_.get("/v1/petdb/search?" + query).status, 200) << query;
    }
  }
  EXPECT_EQ(json::serialize(all.at(1)), R"({"name":"layout","values":["sample","method","long"],"default":"sample",)"
                                        R"("several":false,"columnNames":false})");
}

TEST_F(VocabularyRoutes, complete_what_is_typed_with_the_number_of_records) {
  EXPECT_EQ(values("material/values"), "glass 30, whole rock 30");
  EXPECT_EQ(values("material/values?prefix=WH"), "whole rock 30");
  EXPECT_EQ(values("authors/values?prefix=o%27h"), "o'hearn, t 60");
  EXPECT_EQ(values("author/values?prefix=smith"), "smith, j 60");  // an alias
  EXPECT_EQ(values("level4/values?limit=2"), "l0 9, l1 9 …");
  EXPECT_EQ(values("level4/values?limit=7&prefix="), "l0 9, l1 9, l2 9, l3 9, l4 8, l5 8, l6 8");
  EXPECT_EQ(values("publicationYears/values?prefix=198&limit=1"), "1980 3 …");
  EXPECT_EQ(values("variables/values?prefix=zR"), "Zr 20");
  EXPECT_EQ(values("variables/values?prefix=tr"), "trace element 28");
  EXPECT_EQ(values("chemistry/values?prefix=sio"), "SiO2 60");
  EXPECT_EQ(values("material/values?prefix=nothing"), "");
  EXPECT_EQ(values("journals/values"), "");
}

TEST_F(VocabularyRoutes, refuse_what_has_no_values_and_what_is_not_there) {
  EXPECT_EQ(values("boundingBox/values"), "422 no_values");
  EXPECT_EQ(values("minage/values?prefix=1"), "422 no_values");
  EXPECT_EQ(values("material/values?limit=0"), "422 bad_value");
  EXPECT_EQ(values("material/values?limit=101"), "422 bad_value");
  EXPECT_EQ(values("material/values?prefix=a&prefix=b"), "422 conflict");
  EXPECT_EQ(values("material/values?prefx=a"), "422 unknown_parameter");
  EXPECT_EQ(values("materials/values"), "404 unknown_parameter");
  EXPECT_NE(door_.get("/v1/synthesis/parameters/materials/values").of("detail").find("did you mean \"material\""),
            std::string::npos);
  EXPECT_NE(door_.get("/v1/petdb/parameters/boundingBox/values").of("detail").find("-"), std::string::npos);
}

TEST_F(VocabularyRoutes, say_null_for_values_that_are_not_known_in_time) {
  door_.weather.slow_suggestions = true;
  const Answered answer = door_.get("/v1/synthesis/parameters/material/values?prefix=g");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.of("values") + answer.of("more") + answer.of("prefix"), "nullnullg");
  door_.weather = {.down = true};
  EXPECT_EQ(door_.get("/v1/synthesis/parameters/material/values").status, 503);
  EXPECT_EQ(door_.get("/v1/synthesis/parameters").status, 200);
}

}  // namespace
}  // namespace exportd::api_test
