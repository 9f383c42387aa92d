// The scanner's grammar against the plain definition of it, and the page's padding as its only slack.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/json_number.hpp"
#include "table/json_scanner.hpp"
#include "tests/unit/table/exporting.hpp"

namespace exportd::table::testing {
namespace {

// The token's bytes, or "" if the scanner finds it broken or something behind it.
std::string scanned(const std::string& text) {
  const Page page = page_of({text});
  try {
    JsonScanner scanner(page.documents[0]);
    const RawValue value = scanner.value();
    scanner.end();
    return value.token == Token::number ? std::string(value.raw()) : std::string();
  } catch (const BrokenJson&) {
    return {};
  }
}

RC_GTEST_PROP(JsonScanner, takes_exactly_json_numbers, ()) {
  const auto text = *rc::gen::container<std::string>(
      rc::gen::weightedElement<char>({{4, '0'}, {8, '1'}, {8, '9'}, {3, '.'}, {2, '-'}, {1, '+'}, {2, 'e'}, {1, 'E'}}));
  RC_ASSERT(scanned(text) == (is_json_number(text) ? text : std::string()));
}

TEST(JsonScanner, numbers_of_every_length_around_a_vector) {
  for (std::size_t digits = 1; digits < 40; ++digits) {
    for (const std::string& number : {std::string(digits, '1'), "-" + std::string(digits, '2'),
                                      std::string(digits, '3') + ".5", "0." + std::string(digits, '0'),
                                      "-1." + std::string(digits, '4') + "e+10", std::string(digits, '5') + "E5"}) {
      EXPECT_EQ(scanned(number), number);
      EXPECT_EQ(scanned(number + "."), "") << number;
      EXPECT_EQ(scanned("0" + number), "") << number;
    }
  }
}

TEST(JsonScanner, strings_of_every_length_around_a_vector) {
  for (std::size_t length = 0; length < 70; ++length) {
    const std::string text(length, 'x');
    const Page page = page_of({"\"" + text + "\"", "\"" + text + "\\n\"", "\"" + text});
    JsonScanner plain(page.documents[0]);
    const RawValue value = plain.value();
    EXPECT_EQ(value.raw(), text);
    EXPECT_EQ(value.token, Token::text);
    JsonScanner escaped(page.documents[1]);
    EXPECT_EQ(escaped.value().token, Token::escaped);
    JsonScanner open(page.documents[2]);
    EXPECT_THROW(static_cast<void>(open.value()), BrokenJson);
  }
}

TEST(JsonScanner, depth_is_bounded) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + "1" + std::string(depth, ']'); };
  for (const std::size_t depth : {std::size_t{1}, limits::record_depth_max, 2 * limits::record_depth_max}) {
    const Page page = page_of({nested(depth)});
    JsonScanner scanner(page.documents[0]);
    EXPECT_EQ(scanner.value().raw(), nested(depth));
  }
  const Page page = page_of({nested(2 * limits::record_depth_max + 1)});
  JsonScanner scanner(page.documents[0]);
  EXPECT_THROW(static_cast<void>(scanner.value()), BrokenJson);
}

}  // namespace
}  // namespace exportd::table::testing
