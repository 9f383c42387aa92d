#include "query/number.hpp"

#include <gtest/gtest.h>

#include <string>

namespace exportd::query {
namespace {

std::string plain(std::string_view text) {
  const auto number = canonical_number(text);
  return number ? *number : "refused: " + problem_of(number.error());
}

TEST(Number, IsWrittenAsExactPlainDecimal) {
  struct Case {
    const char* why;
    const char* given;
    const char* want;
  };
  static constexpr Case cases[] = {
      {"a whole number stays", "100", "100"},
      {"a needless plus goes", "+5", "5"},
      {"leading zeros go", "007", "7"},
      {"trailing zeros of a fraction go", "050.0", "50"},
      {"trailing zeros of a whole number stay", "500", "500"},
      {"a point may stand first", ".5", "0.5"},
      {"a point may stand last", "5.", "5"},
      {"zero in any dress is 0", "-0.000e12", "0"},
      {"minus zero is zero", "-0", "0"},
      {"a positive exponent is carried out", "1e2", "100"},
      {"a negative exponent is carried out", "1e-7", "0.0000001"},
      {"the exponent's letter may be large", "1E+05", "100000"},
      {"the point moves inside the digits", "123.456e1", "1234.56"},
      {"the point moves to the left of them", "-12.5e-3", "-0.0125"},
      {"more digits than a double has stay", "9007199254740993.00000000000000000001",
       "9007199254740993.00000000000000000001"},
      {"zeros of an exponent count nothing", "1e0000000000000003", "1000"},
  };
  for (const auto& c : cases) EXPECT_EQ(plain(c.given), c.want) << c.why;
  EXPECT_EQ(plain("1e308"), "1" + std::string(308, '0'));
  EXPECT_EQ(plain("1e-308"), "0." + std::string(307, '0') + "1");
}

TEST(Number, IsRefusedWhenItIsNone) {
  for (const char* text : {"",    " ",   "+",        "-",  ".",  "e5",  ".e5",   "1e",    "1e+", "1e1.5", "1,5", "0x10",
                           "nan", "inf", "Infinity", "1 ", " 1", "--1", "1e5e5", "1_000", "１",  "1d5",   "5f"}) {
    EXPECT_EQ(plain(text), "refused: is not a number") << '"' << text << '"';
  }
}

TEST(Number, IsRefusedBeyondWhatADoubleHolds) {
  EXPECT_EQ(plain("1e309"), "refused: has an exponent beyond ±308");
  EXPECT_EQ(plain("0e309"), "refused: has an exponent beyond ±308");
  EXPECT_EQ(plain("1e-309"), "refused: has an exponent beyond ±308");
  EXPECT_EQ(plain("1e99999999999999999999"), "refused: has an exponent beyond ±308");
  EXPECT_EQ(plain("10e308"), "refused: is larger than any double");
  EXPECT_EQ(plain("1.8e308"), "refused: is larger than any double");
  EXPECT_EQ(plain("-1.8e308"), "refused: is larger than any double");
  EXPECT_EQ(plain(std::string(400, '9')), "refused: is larger than any double");
  EXPECT_EQ(plain("1.7976931348623157e308"), "17976931348623157" + std::string(292, '0'));
}

TEST(Number, TooSmallForADoubleIsZeroWhenSearchedAndItselfInTheText) {
  const std::string tiny = "0." + std::string(400, '0') + "1";
  EXPECT_EQ(plain(tiny), tiny);
  EXPECT_EQ(number_value(tiny), 0.0);
  EXPECT_EQ(number_value(plain("5e-308")), 5e-308);
  EXPECT_EQ(number_value(plain("4.9e-308")) > 0, true);
  EXPECT_EQ(number_value("0." + std::string(323, '0') + "5"), 4.9406564584124654e-324);  // the least double
}

TEST(Number, ComparesExactly) {
  static constexpr const char* ascending[] = {"-100", "-99.5", "-10",       "-9.75", "-9.5",
                                              "-0.1", "0",     "0.0000001", "0.1",   "0.10000000000000000000001",
                                              "1",    "9",     "10",        "10.5"};
  for (std::size_t i = 0; i < std::size(ascending); ++i) {
    for (std::size_t j = 0; j < std::size(ascending); ++j) {
      EXPECT_EQ(compare_numbers(ascending[i], ascending[j]) < 0, i < j) << ascending[i] << " " << ascending[j];
      EXPECT_EQ(compare_numbers(ascending[i], ascending[j]) == 0, i == j) << ascending[i] << " " << ascending[j];
    }
  }
}

TEST(Year, IsOneToNineDigitsWithoutLeadingZeros) {
  EXPECT_EQ(canonical_year("2001"), "2001");
  EXPECT_EQ(canonical_year("0079"), "79");
  EXPECT_EQ(canonical_year("0"), "0");
  EXPECT_EQ(canonical_year("000000000"), "0");
  EXPECT_EQ(canonical_year("999999999"), "999999999");
  for (const char* text : {"", "0000002001", "1000000000", "-1", "+1", "2001.0", "2e3", "20 01", "２００１"}) {
    EXPECT_EQ(canonical_year(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace exportd::query
