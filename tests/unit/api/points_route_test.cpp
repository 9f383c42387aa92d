// GET /v1/{env}/points: a place and a pair of values for each record, or a refusal.
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <string>
#include <vector>

#include "tests/unit/api/door_under_test.hpp"
#include "tests/unit/api/search_records.hpp"

namespace exportd::api_test {
namespace {

namespace json = boost::json;

class PointsRoute : public ::testing::Test {
 protected:
  void load(const std::vector<std::string>& records) { door_.records.load(door_.environments[1], records); }
  Answered ask(const std::string& query) { return door_.get("/v1/petdb/points?" + query); }
  // One record that holds this beside its id, and what is said of it.
  std::string said(const std::string& fields, const std::string& query) {
    load({R"({"sampleId":"a",)" + fields + "}"});
    const Answered answer = ask(query);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.body;
  }
  static std::string result(const std::string& variable, const std::string& rest) {
    return R"({"variable":)" + variable + "," + rest + "}";
  }

  DoorUnderTest door_;
};

TEST_F(PointsRoute, gives_every_record_its_place_and_its_pair_in_the_order_of_the_export) {
  load(search_records(250));
  const Answered answer = ask("x=SiO2&y=Zr");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.of("totalRows"), "250");
  const json::array& x = answer.json.at("x").at("values").as_array();
  const json::array& y = answer.json.at("y").at("values").as_array();
  ASSERT_EQ(x.size(), 250U);
  ASSERT_EQ(y.size(), 250U);
  ASSERT_EQ(answer.json.at("latitude").as_array().size(), 250U);
  for (std::size_t i = 0; i < x.size(); ++i) {
    EXPECT_EQ(x[i].to_number<double>(), 40.5 + static_cast<double>(i % 30));
    if (i % 3 == 0) {
      EXPECT_EQ(y[i].to_number<double>(), 100);
    } else {
      EXPECT_TRUE(y[i].is_null());
    }
    EXPECT_TRUE(answer.json.at("longitude").as_array()[i].is_null());
  }
  EXPECT_EQ(json::serialize(answer.json.at("x").at("units")), R"(["wt%"])");
  EXPECT_EQ(ask("taxons=l3").of("totalRows"), "36");
}

TEST_F(PointsRoute, is_small_when_nothing_but_places_is_asked_for) {
  EXPECT_EQ(said(R"("longitude":-155.13,"latitude":"19.250")", ""),
            "{\"totalRows\":1,\"maxRows\":80000,\"longitude\":[-155.13],\"latitude\":[19.25],\"x\":null,\"y\":null}\n");
  EXPECT_EQ(ask("taxons=none").of("longitude"), "[]");
}

TEST_F(PointsRoute, takes_the_first_number_there_is) {
  const std::string body =
      said(R"("longitude":[null,"east",[12]],"latitude":{"a":1},"results":[)" + result(R"("MgO")", R"("value":null)") +
               "," + result(R"("MgO")", R"("value":9,"qualifier":"<")") + "," +
               result(R"(["CaO","MgO"])", R"("value":["n.d.","7.50"],"unit":"wt%")") + "," +
               result(R"("MgO")", R"("value":8,"unit":"ppm")") + "]",
           "x=MgO");
  EXPECT_NE(body.find(R"("longitude":[12],"latitude":[null])"), std::string::npos) << body;
  EXPECT_NE(body.find(R"("x":{"variables":["MgO"],"units":["wt%"],"values":[7.5]})"), std::string::npos) << body;
}

TEST_F(PointsRoute, adds_the_variables_of_an_axis_and_says_nothing_when_one_is_missing) {
  const std::string alkali =
      R"("results":[)" + result(R"("Na2O")", R"("value":2.5)") + "," + result(R"("K2O")", R"("value":0.25)") + "]";
  EXPECT_NE(said(alkali, "y=Na2O&y=K2O").find(R"("values":[2.75])"), std::string::npos);
  EXPECT_NE(said(alkali, "y=Na2O&y=Rb").find(R"("values":[null])"), std::string::npos);
  EXPECT_EQ(ask("y=a&y=b&y=c&y=d&y=e").of("code"), "bad_value");
}

TEST_F(PointsRoute, refuses_what_is_too_much_and_what_it_does_not_know) {
  load(search_records(20));
  door_.parts.rules.max_rows = 19;
  const Answered answer = ask("");
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(answer.of("code") + answer.of("totalRows") + "/" + answer.of("maxRows"), "too_many_rows20/19");
  EXPECT_EQ(ask("matrial=glass").of("code"), "unknown_parameter");
  door_.parts.rules.max_rows = 20;
  EXPECT_EQ(ask("").status, 200);
}

TEST_F(PointsRoute, gives_up_when_the_service_stops) {
  load(search_records(20));
  door_.parts.draining = [] { return true; };
  const Answered answer = ask("");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.of("code"), "try_again");
}

}  // namespace
}  // namespace exportd::api_test
