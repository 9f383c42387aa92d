#include "core/lower_case.hpp"

#include <gtest/gtest.h>

namespace exportd {
namespace {

struct Case {
  const char* why;
  const char* text;
  const char* want;
};

constexpr Case cases[] = {
    {"ASCII", "TholeIIte 12-B", "tholeiite 12-b"},
    {"a dotted capital I becomes a plain i, without a combining dot", "\xC4\xB0zmir", "izmir"},
    {"sharp s stays",
     "Stra\xC3\x9F"
     "e",
     "stra\xC3\x9F"
     "e"},
    {"final sigma stays as it is", "\xCF\x82", "\xCF\x82"},
    {"capital sigma becomes the ordinary small one, whatever its place", "\xCE\xA3\xCE\xA3", "\xCF\x83\xCF\x83"},
    {"the micro sign stays, apart from Greek mu", "\xC2\xB5g", "\xC2\xB5g"},
    {"the Kelvin sign becomes k", "\xE2\x84\xAA", "k"},
    {"Cyrillic", "\xD0\x96", "\xD0\xB6"},
    {"nothing is normalised: e and a combining acute stay two", "E\xCC\x81", "e\xCC\x81"},
    {"outside the basic plane (Deseret)", "\xF0\x90\x90\x80", "\xF0\x90\x90\xA8"},
    {"titlecase digraph", "\xC7\x85", "\xC7\x86"},
    {"a byte that is not UTF-8 passes through",
     "A\xFF"
     "B",
     "a\xFF"
     "b"},
};

TEST(LowerCase, is_the_simple_mapping_of_each_code_point) {
  for (const Case& c : cases) EXPECT_EQ(lower_case(c.text), c.want) << c.why;
}

}  // namespace
}  // namespace exportd
