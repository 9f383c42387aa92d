// limits.creations_per_day at the door: so many exports are made a day for one address; joining is free.
#include <gtest/gtest.h>

#include <chrono>

#include "tests/unit/api/door_under_test.hpp"

namespace exportd::api_test {
namespace {

TEST(AddressLimit, is_spent_by_what_makes_an_export_only) {
  DoorUnderTest door;
  door.parts.rules.creations_per_day = 1;
  const std::string body = R"({"email": "a@example.org"})";
  EXPECT_EQ(door.post("/v1/petdb/exports?igsn=a", body).status, 202);
  EXPECT_EQ(door.post("/v1/petdb/exports?igsn=a", body).status, 202) << "joins";
  const Answered refused = door.post("/v1/petdb/exports?igsn=b", body);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.of("code"), "address_limit");
  EXPECT_EQ(refused.of("parameter"), "email");
  EXPECT_EQ(door.parts.tasks.counts().pending, 1U);
  EXPECT_EQ(door.post("/v1/petdb/exports?igsn=b", R"({"email": "b@example.org"})").status, 202);
  EXPECT_EQ(door.post("/v1/petdb/exports?igsn=c", "{}").status, 202) << "nobody's address";
}

TEST(AddressLimit, is_not_spent_by_what_is_refused) {
  DoorUnderTest door;
  door.parts.rules.creations_per_day = 1;
  door.parts.rules.max_rows = 0;
  door.weather.records = 1;
  const std::string body = R"({"email": "a@example.org"})";
  EXPECT_EQ(door.post("/v1/petdb/exports", body).status, 422);
  door.weather.records = 0;
  EXPECT_EQ(door.post("/v1/petdb/exports", body).status, 202);
}

}  // namespace
}  // namespace exportd::api_test
