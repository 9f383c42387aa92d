// E-mail addresses: what is taken, what is refused and why, and what is the same address.
#include "core/email_address.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "core/failure.hpp"

namespace exportd {
namespace {

std::string fault(std::string_view text) {
  const auto parsed = EmailAddress::parse(text);
  return parsed ? "" : parsed.error();
}

std::string letters(std::size_t n) {
  return std::string(n, 'a');
}

TEST(EmailAddress, takes_what_people_have) {
  for (const std::string text :
       {"a@b.org", "ada.lovelace@example.org", "Ada+exports@sub.example.co.uk", "o'brien@example.ie",
        "!#$%&'*+-/=?^_`{|}~@example.org", "a@1.example", "a@b--c.org", "a@xn--bcher-kva.example",
        "jürgen@bücher.example", "用户@例え.テスト", "δοκιμή@παράδειγμα.δοκιμή", "-a@example.org"}) {
    EXPECT_EQ(fault(text), "") << text;
    EXPECT_EQ(EmailAddress::parse(text)->text(), text);
  }
}

TEST(EmailAddress, says_what_is_wrong) {
  struct Case {
    std::string text;
    const char* reason;
  };
  const std::vector<Case> cases = {
      {"", "empty"},
      {"nobody", "no @"},
      {"@example.org", "before the @"},
      {"a@", "behind the @"},
      {"a@b@example.org", "may not stand before the @"},
      {"a b@example.org", "a blank"},
      {"a@example.org\r\nBcc: b@example.org", "a blank, a control character"},
      {"a@example.org\n", "a control character"},
      {std::string("a\0b@example.org", 15), "a control character"},
      {"a,b@example.org", "may not stand before the @"},
      {"<a@example.org>", "may not stand before the @"},
      {"a@example.org>", "may not stand in a domain"},
      {"a@example.org,b@example.org", "may not stand before the @"},
      {"a:b@example.org", "may not stand before the @"},
      {"\"a b\"@example.org", "a blank"},
      {"\"ab\"@example.org", "quoted"},
      {".a@example.org", "a dot"},
      {"a.@example.org", "a dot"},
      {"a..b@example.org", "a dot"},
      {"a@.example.org", "is empty"},
      {"a@example.org.", "is empty"},
      {"a@example..org", "is empty"},
      {"a@example", "a dot must be in it"},
      {"a@-example.org", "hyphen"},
      {"a@example-.org", "hyphen"},
      {"a@exa_mple.org", "may not stand in a domain"},
      {"a@[192.0.2.1]", "numeric"},
      {"a@192.0.2.1", "numeric"},
      {"a@example\xE3\x80\x82org.net", "may not stand in a domain"},
      {"a\xC2\xA0@example.org", "a blank"},
      {"a\xE2\x80\xAE@example.org", "an invisible one"},
      {"a\xE2\x80\xA8@example.org", "an invisible one"},
      {"a\xC2\x85@example.org", "a control character"},
      {"a\xEF\xBB\xBF@example.org", "an invisible one"},
      {"a\xFF@example.org", "UTF-8"},
      {"a\xC0\x8D@example.org", "UTF-8"},
      {"a\xED\xA0\x80@example.org", "UTF-8"},
  };
  for (const Case& c : cases)
    EXPECT_NE(fault(c.text).find(c.reason), std::string::npos) << c.text << ": " << fault(c.text);
}

TEST(EmailAddress, keeps_to_the_lengths_of_rfc_5321) {
  const std::string domain = letters(63) + "." + letters(63) + "." + letters(59);
  EXPECT_EQ(fault(letters(64) + "@example.org"), "");
  EXPECT_NE(fault(letters(65) + "@example.org"), "");
  EXPECT_EQ(fault("a@" + letters(63) + ".org"), "");
  EXPECT_NE(fault("a@" + letters(64) + ".org"), "");
  const std::string longest = letters(66 - 3) + "@" + domain + ".a";
  EXPECT_EQ(longest.size(), 253U);
  EXPECT_EQ(fault("a" + longest), "");
  EXPECT_NE(fault("aa" + longest), "");
}

TEST(EmailAddress, is_the_same_in_upper_and_lower_case) {
  EXPECT_EQ(EmailAddress::parse("Ada@Example.ORG")->canonical(), "ada@example.org");
  EXPECT_EQ(EmailAddress::parse("JÜRGEN@BÜCHER.example")->canonical(), "jürgen@bücher.example");
  EXPECT_NE(EmailAddress::parse("ada+1@example.org")->canonical(), EmailAddress::parse("ada@example.org")->canonical());
}

TEST(EmailAddress, knows_its_parts) {
  const EmailAddress address = EmailAddress::parse("Ada@Example.ORG").value();
  EXPECT_EQ(address.local_part(), "Ada");
  EXPECT_EQ(address.domain(), "Example.ORG");
  EXPECT_FALSE(address.international());
  EXPECT_TRUE(EmailAddress::parse("ada@bücher.example")->international());
}

TEST(EmailAddress, of_a_request_is_refused_with_the_parameter_and_without_the_address) {
  try {
    static_cast<void>(requested_email_address("somebody at example.org"));
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind(), FailureKind::reject);
    EXPECT_EQ(failure.code(), "bad_address");
    EXPECT_EQ(failure.parameter(), "email");
    EXPECT_EQ(failure.message().find("somebody"), std::string::npos);
  }
}

TEST(EmailAddress, can_never_break_out_of_a_header_or_a_command) {
  rc::check("what is taken has no separators and is its own canonical form's canonical form", [] {
    const auto piece = rc::gen::element<std::string>("a", "Z", "9", "@", ".", "-", "_", "ü", "例", "\r", "\n", " ", ",",
                                                     "<", ">", "\"", ":", ";", "(", "\\", "\xFF", "\xC2\x85", "İ");
    const auto pieces = *rc::gen::container<std::vector<std::string>>(piece);
    std::string text;
    for (const std::string& one : pieces) text += one;
    text += *rc::gen::element<std::string>("", "@example.org", ".org", "@b.c");
    const auto parsed = EmailAddress::parse(text);
    if (!parsed) return;
    RC_ASSERT(text.find_first_of("\r\n ,<>\":;()\\") == std::string::npos);
    RC_ASSERT(std::ranges::count(text, '@') == 1);
    const auto again = EmailAddress::parse(parsed->canonical());
    RC_ASSERT(again.ok());
    RC_ASSERT(again->canonical() == parsed->canonical());
  });
}

}  // namespace
}  // namespace exportd
