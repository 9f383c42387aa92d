// Range headers, one by one: what is sent of a file.
#include "api/byte_range.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace exportd::api {
namespace {

constexpr std::uint64_t huge = std::numeric_limits<std::uint64_t>::max();

std::string shown(const RangeWanted& wanted) {
  if (wanted.kind == RangeWanted::Kind::whole) return "whole";
  if (wanted.kind == RangeWanted::Kind::unsatisfiable) return "none";
  return std::to_string(wanted.part.first) + "-" + std::to_string(wanted.part.last);
}

struct Case {
  const char* value;
  std::uint64_t size;
  const char* expected;
};

TEST(ByteRange, is_read_as_rfc_9110_says) {
  const std::vector<Case> cases{
      {"bytes=0-0", 10, "0-0"},
      {"bytes=0-9", 10, "0-9"},
      {"bytes=3-5", 10, "3-5"},
      {"bytes=9-9", 10, "9-9"},
      {"bytes=3-", 10, "3-9"},
      {"bytes=0-", 10, "0-9"},
      {"bytes=-1", 10, "9-9"},
      {"bytes=-10", 10, "0-9"},
      {"bytes=-11", 10, "0-9"},
      {"bytes=5-99", 10, "5-9"},
      {"BYTES=3-5", 10, "3-5"},
      {"  bytes= 3-5 ", 10, "3-5"},
      {"bytes=0003-0005", 10, "3-5"},
      // Behind the end, or nothing at all.
      {"bytes=10-", 10, "none"},
      {"bytes=10-20", 10, "none"},
      {"bytes=-0", 10, "none"},
      {"bytes=0-", 0, "none"},
      {"bytes=0-0", 0, "none"},
      {"bytes=-5", 0, "whole"},
      // Numbers of any length.
      {"bytes=0-18446744073709551615", 10, "0-9"},
      {"bytes=0-99999999999999999999999999", 10, "0-9"},
      {"bytes=18446744073709551616-", 10, "none"},
      {"bytes=99999999999999999999999999-", huge, "none"},
      {"bytes=-99999999999999999999999999", 10, "0-9"},
      {"bytes=18446744073709551614-18446744073709551615", huge, "18446744073709551614-18446744073709551614"},
      // As good as none.
      {"", 10, "whole"},
      {"bytes", 10, "whole"},
      {"bytes=", 10, "whole"},
      {"bytes=-", 10, "whole"},
      {"bytes=5", 10, "whole"},
      {"bytes=5-3", 10, "whole"},
      {"bytes=20-15", 10, "whole"},
      {"bytes=a-5", 10, "whole"},
      {"bytes=0-b", 10, "whole"},
      {"bytes=+1-5", 10, "whole"},
      {"bytes=0x1-5", 10, "whole"},
      {"bytes=1 -5", 10, "whole"},
      {"bytes=--5", 10, "whole"},
      {"bytes=-5-", 10, "whole"},
      {"bytes=1-2-3", 10, "whole"},
      {"bytes=0-1,3-4", 10, "whole"},
      {"bytes=0-1,", 10, "whole"},
      {"bytes =0-1", 10, "whole"},
      {"items=0-1", 10, "whole"},
      {"byte=0-1", 10, "whole"},
      {"bytesx=0-1", 10, "whole"},
      {"=0-1", 10, "whole"},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(shown(parse_range(one.value, one.size)), one.expected) << one.value << " of " << one.size;
  }
}

std::string wanted(Headers headers, Method method = Method::get) {
  Request request;
  request.method = method;
  request.headers = std::move(headers);
  return shown(range_wanted(request, 10, "\"abc\""));
}

TEST(ByteRange, counts_only_in_a_get_with_one_range_header) {
  EXPECT_EQ(wanted({}), "whole");
  EXPECT_EQ(wanted({{"range", "bytes=1-2"}}), "1-2");
  EXPECT_EQ(wanted({{"Range", "bytes=1-2"}}, Method::head), "whole");
  EXPECT_EQ(wanted({{"Range", "bytes=1-2"}, {"Range", "bytes=3-4"}}), "whole");
}

TEST(ByteRange, counts_with_if_range_only_if_the_file_is_still_that_one) {
  const Header range{"Range", "bytes=1-2"};
  EXPECT_EQ(wanted({range, {"If-Range", "\"abc\""}}), "1-2");
  EXPECT_EQ(wanted({range, {"If-Range", "\"abd\""}}), "whole");
  EXPECT_EQ(wanted({range, {"If-Range", "W/\"abc\""}}), "whole") << "a weak tag is never strong";
  EXPECT_EQ(wanted({range, {"If-Range", "abc"}}), "whole");
  EXPECT_EQ(wanted({range, {"If-Range", "\"abc\", \"abd\""}}), "whole") << "it is no list";
  EXPECT_EQ(wanted({range, {"If-Range", ""}}), "whole");
  EXPECT_EQ(wanted({range, {"If-Range", "Sun, 06 Nov 1994 08:49:37 GMT"}}), "whole") << "files have no date";
  EXPECT_EQ(wanted({range, {"If-Range", "\"abc\""}, {"If-Range", "\"abc\""}}), "whole");
  EXPECT_EQ(wanted({{"If-Range", "\"abc\""}}), "whole");
}

}  // namespace
}  // namespace exportd::api
