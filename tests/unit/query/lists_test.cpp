// docs/search-parameters.md sections 3 to 5.
#include <gtest/gtest.h>

#include <string>

#include "core/lower_case.hpp"
#include "query/items.hpp"
#include "tests/unit/query/shipped.hpp"

namespace exportd::query_test {
namespace {

struct Case {
  const char* why;
  const char* given;
  const char* want;
};

TEST(List, IsTrimmedLowerCasedSortedAndEachItemOnce) {
  static constexpr Case cases[] = {
      {"one item", "material=glass", "glass"},
      {"items are sorted by bytes", "material=z||a||é||B", "a||b||z||é"},
      {"items are one after lower-casing", "material=Glass||GLASS||glass", "glass"},
      {"spaces around items go", "material=+glass+||++rock+", "glass||rock"},
      {"spaces inside items stay", "material=whole++rock", "whole  rock"},
      {"only U+0020 is trimmed", "material=%09glass%C2%A0", "\tglass\xC2\xA0"},
      {"empty items go", "material=||glass||||+||", "glass"},
      {"a single | is text", "material=a|b", "a|b"},
      {"three bars are a separator and a |", "material=a|||b", "a|||b"},
      {"a repeated parameter is a list", "material=b&material=a||c", "a||b||c"},
      {"* ? \\ % _ are themselves", "keyword=a*b?c\\d%25e_f", "a*b?c\\d%e_f"},
      {":: without [ is plain text", "taxons=a::b", "a::b"},
      {"a parameter of plain lists knows no brackets", "material=a::[b||c]", "a::[b||c]"},
      {"nothing is normalised", "material=e%CC%81||%C3%A9", "e\xCC\x81||é"},
      {"NUL is a character", "material=a%00b", nullptr},
  };
  for (const auto& c : cases) {
    const std::string want = c.want == nullptr ? std::string("a\0b", 3) : c.want;
    EXPECT_EQ(value_of(synthesis(), c.given), want) << c.why;
  }
}

TEST(List, WithoutItemsIsNoParameter) {
  for (const char* given : {"material=", "material", "material=||", "material=+||+", "taxons=||", "publicationYears=||",
                            "polygons=+", "minage=", "boundingBox=", "chemistry=+", "layout=", "companions=,"}) {
    EXPECT_EQ(canonical(synthesis(), given), "") << given;
  }
}

TEST(List, OfGroupsIsSortedByTheWholeTextOfAnItem) {
  static constexpr Case cases[] = {
      {"members are sorted and each once", "taxons=Volcanic::[Basalt||andesite||BASALT]",
       "volcanic::[andesite||basalt]"},
      {"one group twice is one with both lists", "taxons=v::[b]||x||V::[a]", "v::[a||b]||x"},
      {"also when the parameter is repeated", "taxons=v::[b]&taxons=v::[a]", "v::[a||b]"},
      {"the group alone is another item", "taxons=v::[b]||v", "v||v::[b]"},
      {"a space sorts before a colon", "taxons=a::[x]||a+b", "a b||a::[x]"},
      {"members are trimmed", "taxons=+v+::[+b+||+]+||c", "c||v::[b]"},
      {"a list ends at ] before || or the end", "taxons=v::[a]b||c]||d", "d||v::[a]b||c]"},
      {"spaces may follow the ]", "taxons=v::[a]++||d", "d||v::[a]"},
      {"a second ::[ is text", "taxons=v::[a::[b||c]", "v::[a::[b||c]"},
      {"::[ behind || begins another item", "taxons=a||v::[b]", "a||v::[b]"},
      {"the first ::[ counts", "taxons=a::b::[c]", "a::b::[c]"},
      {"three colons", "taxons=a:::[c]", "a:::[c]"},
      {"the other kinds too", "geoFeatures=Ridge::[Gakkel]&analysisTypes=Rock::[Glass]",
       "analysisTypes=rock%3A%3A%5Bglass%5D&geoFeatures=ridge%3A%3A%5Bgakkel%5D"},
  };
  for (const auto& c : cases) EXPECT_EQ(value_of(synthesis(), c.given), c.want) << c.why;
}

TEST(List, OfGroupsIsRefusedWhenItCannotBeRead) {
  static constexpr Case cases[] = {
      {"unclosed", "taxons=v::[a", "422 v::[a has no closing ]"},
      {"] inside text closes nothing", "taxons=v::[a]b", "422 v::[a]b has no closing ]"},
      {"an empty group", "taxons=+::[a]", "422 a is a list of no group"},
      {"an empty list", "taxons=v::[]", "422 v is followed by an empty list"},
      {"a list of nothing", "taxons=v::[+||]", "422 v is followed by an empty list"},
      {"a value that ends with ]", "taxons=v::[a]]", "422 a] ends with ], which closes a list"},
      {"that too, spaces aside", "taxons=v::[a]+]", "422 a] ends with ], which closes a list"},
      {"a | before || would be read otherwise", "material=b||a|",
       "422 a| ends with | and stands in a list, where || separates"},
      {"the same inside brackets", "taxons=v::[b||a|]", "422 a| ends with | and stands in a list, where || separates"},
  };
  for (const auto& c : cases) EXPECT_EQ(value_of(synthesis(), c.given), c.want) << c.why;
  EXPECT_EQ(value_of(synthesis(), "material=a|"), "a|") << "alone it is unambiguous";
  EXPECT_EQ(value_of(synthesis(), "material=a||b|"), "a||b|") << "and at the end too";
}

std::string numbered(std::size_t count, const char* separator) {
  std::string list;
  for (std::size_t i = 0; i < count; ++i) list += (i == 0 ? "v" : separator + std::string("v")) + std::to_string(i);
  return list;
}

TEST(List, HoldsAtMost500Values) {
  EXPECT_FALSE(canonical(petdb(), "expeditions=" + numbered(500, "||")).starts_with("422"));
  EXPECT_FALSE(canonical(petdb(), "expeditions=V0||" + numbered(500, "||")).starts_with("422"))
      << "duplicates do not count";
  EXPECT_EQ(value_of(petdb(), "expeditions=" + numbered(501, "||")), "422  has 501 values in one list");
  EXPECT_EQ(value_of(petdb(), "variables=x::[" + numbered(501, "||") + "]"), "422  has 501 values in one list");
  EXPECT_FALSE(canonical(petdb(), "columns=" + numbered(500, ",")).starts_with("422"));
  EXPECT_TRUE(canonical(petdb(), "columns=" + numbered(501, ",")).starts_with("422"));
}

TEST(LowerCase, IsTheSimpleMappingOfEachCodePoint) {
  static constexpr Case cases[] = {
      {"ASCII", "ABCxyz019", "abcxyz019"},
      {"dotted capital I loses its dot", "İ", "i"},
      {"dotless i stays", "ı", "ı"},
      {"sharp s stays", "ß", "ß"},
      {"capital sharp s", "ẞ", "ß"},
      {"both sigmas stay", "ς σ", "ς σ"},
      {"capital sigma is never final", "ΣΑΣ", "σασ"},
      {"micro sign and mu stay apart", "µ μ Μ", "µ μ μ"},
      {"Kelvin and Ångström signs", "\u212A \u212B", "k å"},
      {"Ohm sign", "\u2126", "ω"},
      {"title-case digraph", "ǅ Ǆ", "ǆ ǆ"},
      {"Roman numerals and circled letters", "Ⅷ Ⓐ", "ⅷ ⓐ"},
      {"full-width letters", "ＡＢ", "ａｂ"},
      {"Cherokee and Georgian capitals", "Ꭰ Ა", "ꭰ ა"},
      {"beyond the basic plane", "𐐀", "𐐨"},
      {"no letters", "δ18O ‰ 36°50’N 日本", "δ18o ‰ 36°50’n 日本"},
  };
  for (const auto& c : cases) EXPECT_EQ(lower_case(c.given), c.want) << c.why;
}

TEST(LowerCase, AppliedTwiceChangesNothingMore) {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    if (c < 0x80) {
      text = {static_cast<char>(c)};
    } else if (c < 0x800) {
      text = {static_cast<char>(0xC0 | (c >> 6)), static_cast<char>(0x80 | (c & 0x3F))};
    } else if (c < 0x10000) {
      text = {static_cast<char>(0xE0 | (c >> 12)), static_cast<char>(0x80 | ((c >> 6) & 0x3F)),
              static_cast<char>(0x80 | (c & 0x3F))};
    } else {
      text = {static_cast<char>(0xF0 | (c >> 18)), static_cast<char>(0x80 | ((c >> 12) & 0x3F)),
              static_cast<char>(0x80 | ((c >> 6) & 0x3F)), static_cast<char>(0x80 | (c & 0x3F))};
    }
    const std::string once = lower_case(text);
    ASSERT_EQ(lower_case(once), once) << "U+" << std::hex << static_cast<unsigned>(c);
  }
}

}  // namespace
}  // namespace exportd::query_test
