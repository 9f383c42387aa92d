// Wide records: fields that are predicted, looked up or read the plain way must come out the same, and nothing that
// stands behind a record's end may become part of it.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/json_number.hpp"
#include "table/json_scanner.hpp"
#include "tests/unit/table/exporting.hpp"

namespace exportd::table::testing {
namespace {

// Every spelling of a name has a meaning of its own.
class Names {
 public:
  Names() : keys([this](const std::string& name) { return names.push_back(name), meanings++; }) {}

  std::vector<std::string> names;
  std::uint32_t meanings = 0;
  KeyTable keys;
};

// "name=value|…" of an object, numbers taken in runs if `in_runs`; "broken" if the scanner finds it so.
std::string fields(Names& names, std::string_view object, bool in_runs) {
  std::string all;
  const auto add = [&](std::uint32_t meaning, std::string_view value) {
    all.append(names.names[meaning]).append("=").append(value).append("|");
  };
  try {
    JsonScanner scanner(object);
    scanner.object(
        names.keys, [&](std::uint32_t meaning) { add(meaning, scanner.value().raw()); },
        [&](std::uint32_t meaning, const char* at, std::uint32_t bytes) {
          if (in_runs) add(meaning, {at, bytes});
          return in_runs;
        });
    scanner.end();
  } catch (const BrokenJson&) {
    return "broken";
  }
  return all;
}

TEST(NumberRuns, a_key_that_comes_next_in_one_record_and_not_in_the_next) {
  const Page page = page_of({
      R"({"a":1,"b":2,"c":3})",
      R"({"a":1,"b":2,"c":3})",
      R"({"a":1,"c":3,"b":2})",
      R"({"a":1,"x":3,"c":2})",   // as long as the one predicted
      R"({"a":1,"bb":3,"c":2})",  // begins like it
      R"({"a":1,"":3,"c":2})",    // no name at all
      R"({"a":1,"b":2,"b":4,"c":5})",
      R"({"a":1, "b": 2,  "c" : 3, "b":4})",
  });
  const std::vector<std::string> expected = {"a=1|b=2|c=3|",  "a=1|b=2|c=3|", "a=1|c=3|b=2|",     "a=1|x=3|c=2|",
                                             "a=1|bb=3|c=2|", "a=1|=3|c=2|",  "a=1|b=2|b=4|c=5|", "a=1|b=2|c=3|b=4|"};
  for (const bool in_runs : {false, true}) {
    Names names;
    for (int round = 0; round < 3; ++round) {
      for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_EQ(fields(names, page.documents[i], in_runs), expected[i]) << i;
      }
    }
  }
}

TEST(NumberRuns, names_of_every_length_around_a_vector) {
  Names names;
  std::vector<std::string> documents;
  std::vector<std::string> expected;
  for (const char last : {'x', 'y'}) {
    for (std::size_t length = 1; length < 50; ++length) {
      const std::string name = std::string(length - 1, 'n') + last;
      documents.push_back("{\"" + name + "\":1,\"" + name + "n\":2,\"z\":3}");
      expected.push_back(name + "=1|" + name + "n=2|z=3|");
    }
  }
  const Page page = page_of(documents);
  for (int round = 0; round < 3; ++round) {
    for (std::size_t i = 0; i < documents.size(); ++i) EXPECT_EQ(fields(names, page.documents[i], true), expected[i]);
  }
}

TEST(NumberRuns, names_with_escapes_end_where_they_end) {
  Names names;
  // The second begins like the first, whose quote is none; the third is what the first one's bytes spell up to there.
  const Page page = page_of({R"({"a\"b":1,"a\\":2,"a":3,"\u0061":4,"a\"":5})"});
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(fields(names, page.documents[0], true), "a\"b=1|a\\=2|a=3|a=4|a\"=5|");
  }
  EXPECT_EQ(names.names.size(), 5U);
}

TEST(NumberRuns, thousands_of_names_in_any_order) {
  Names names;
  std::string forward = "{", backward = "{", expected_forward, expected_backward;
  for (int i = 0; i < 3'000; ++i) {
    const std::string there = "n" + std::to_string(i), back = "n" + std::to_string(2'999 - i);
    forward += (i == 0 ? "\"" : ",\"") + there + "\":" + std::to_string(i);
    backward += (i == 0 ? "\"" : ",\"") + back + "\":-" + std::to_string(i);
    expected_forward += there + "=" + std::to_string(i) + "|";
    expected_backward += back + "=-" + std::to_string(i) + "|";
  }
  const Page page = page_of({forward + "}", backward + "}"});
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(fields(names, page.documents[0], true), expected_forward);
    EXPECT_EQ(fields(names, page.documents[1], true), expected_backward);
  }
}

TEST(NumberRuns, a_record_cut_short_anywhere_takes_nothing_from_what_stands_behind_it) {
  const std::string whole =
      R"({"a":1,"bb":-2.5, "a_name_of_20_letters":3,"a name of 14 ":0.25,"e":1e5,"t":"x","z":12})";
  Names names;
  const Page page = page_of({whole});
  ASSERT_NE(fields(names, page.documents[0], true), "broken");  // now all of them are known and predicted
  for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) {
    EXPECT_EQ(fields(names, page.documents[0].substr(0, bytes), true), "broken") << bytes;
    // And nothing behind the page's padding is looked at.
    const Page cut = page_of({whole.substr(0, bytes)});
    EXPECT_EQ(fields(names, cut.documents[0], true), "broken") << bytes;
  }
}

RC_GTEST_PROP(NumberRuns, take_exactly_json_numbers, ()) {
  const auto number = *rc::gen::container<std::string>(
      rc::gen::weightedElement<char>({{4, '0'}, {8, '1'}, {8, '9'}, {3, '.'}, {2, '-'}, {1, '+'}, {1, 'e'}}));
  const auto padding = *rc::gen::container<std::string>(rc::gen::element(' ', '\n'));
  const std::string object =
      "{\"a\":1,\"b\":" + padding + number + padding + ",\"c\":" + number + ",\"d\":" + number + "}";
  const Page page = page_of({R"({"a":1,"b":1,"c":1,"d":1})", object});
  Names names;
  static_cast<void>(fields(names, page.documents[0], true));
  const std::string expected =
      is_json_number(number) ? "a=1|b=" + number + "|c=" + number + "|d=" + number + "|" : "broken";
  RC_ASSERT(fields(names, page.documents[1], true) == expected);
}

}  // namespace
}  // namespace exportd::table::testing
