// The header's grammar, line by line: what is taken, and what is refused with which reason.
#include "seal/header.hpp"

#include "core/base64.hpp"
#include "core/limits.hpp"
#include "seal/header_opening.hpp"
#include "seal/x25519_stanza.hpp"
#include "tests/unit/seal/objects.hpp"

namespace exportd::seal {
namespace {

const std::string mac_text(43, 'A');
const std::string column_64(64, 'A');

std::string header_text(const std::string& stanzas) {
  return std::string(version_line) + stanzas + "--- " + mac_text + "\n";
}

TEST(Header, is_read_as_the_grammar_says) {
  const std::string text = header_text("-> X25519 abc\nZm9v\n-> g{.~ !\n" + column_64 + "\n\n-> empty\n\n-> long\n" +
                                       column_64 + "\nZm9v\n");
  const Header header = parse_header(text);
  ASSERT_EQ(header.stanzas.size(), 4U);
  EXPECT_EQ(header.stanzas[0].type, "X25519");
  EXPECT_EQ(header.stanzas[0].arguments, std::vector<std::string>{"abc"});
  EXPECT_EQ(header.stanzas[0].body, "foo");
  EXPECT_EQ(header.stanzas[1].arguments, std::vector<std::string>{"!"});
  EXPECT_EQ(header.stanzas[1].body, std::string(48, '\0'));
  EXPECT_EQ(header.stanzas[2].body, "");
  EXPECT_EQ(header.stanzas[3].body, std::string(48, '\0') + "foo");
  EXPECT_EQ(header_length(text + "payload\n--- x\n"), text.size());
}

TEST(Header, is_written_as_it_is_read) {
  const FileKey key;
  for (const std::size_t body : {0U, 1U, 47U, 48U, 49U, 96U, 100U}) {
    const std::string text = format_header({{"type", {"a", "b"}, sample_text(body)}, {"other", {}, ""}}, key);
    const Header header = parse_header(text);
    ASSERT_EQ(header.stanzas.size(), 2U);
    EXPECT_EQ(header.stanzas[0].body, sample_text(body));
    EXPECT_TRUE(header_authentic(header, text, key)) << body;
  }
}

TEST(Header, is_refused_when_it_breaks_the_grammar) {
  const std::string stanza = "-> X25519 abc\nZm9v\n";
  const std::string mac = "--- " + mac_text + "\n";
  const std::string version(version_line);
  struct Case {
    const char* why;
    std::string text;
  };
  const Case cases[] = {
      {"no stanza", version + mac},
      {"another version", "age-encryption.org/v2\n" + stanza + mac},
      {"CR in the first line", "age-encryption.org/v1\r\n" + stanza + mac},
      {"CR behind the arguments", header_text("-> X25519 abc\r\nZm9v\n")},
      {"CR behind the body", header_text("-> X25519 abc\nZm9v\r\n")},
      {"CR behind the MAC", version + stanza + "--- " + mac_text + "\r\n"},
      {"no type", header_text("-> \nZm9v\n")},
      {"no blank behind the arrow", header_text("->X25519\nZm9v\n")},
      {"two blanks", header_text("-> X25519  abc\nZm9v\n")},
      {"a blank at the end", header_text("-> X25519 abc \nZm9v\n")},
      {"a control character", header_text("-> X25519 a\tc\nZm9v\n")},
      {"not ASCII", header_text("-> X25519 \xc3\xa5\nZm9v\n")},
      {"no body", header_text("-> X25519 abc\n")},
      {"a full line and no last line", header_text("-> X25519 abc\n" + column_64 + "\n")},
      {"65 columns", header_text("-> X25519 abc\n" + column_64 + "A\n\n")},
      {"68 columns", header_text("-> X25519 abc\n" + column_64 + "AAAA\n\n")},
      {"a short line inside", header_text("-> X25519 abc\nZm9v\nZm9v\n")},
      {"padding", header_text("-> X25519 abc\nZg==\n")},
      {"left-over bits", header_text("-> X25519 abc\nZh\n")},
      {"an empty line between", header_text(stanza + "\n" + stanza)},
      {"short MAC", version + stanza + "--- " + mac_text.substr(1) + "\n"},
      {"long MAC", version + stanza + "--- " + mac_text + "A\n"},
      {"MAC not canonical", version + stanza + "--- " + mac_text.substr(1) + "B\n"},
      {"no MAC", version + stanza + "---\n"},
      {"no blank before the MAC", version + stanza + "---" + mac_text + "\n"},
      {"something behind the MAC", version + stanza + "--- " + mac_text + " x\n"},
      {"no line feed at the end", version + stanza + "--- " + mac_text},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(failure_code([&] { static_cast<void>(parse_header(c.text)); }), "seal_header_invalid") << c.why;
  }
}

TEST(Header, may_hold_20_stanzas_and_not_21) {
  std::string stanzas;
  for (int i = 0; i < 20; ++i) stanzas += "-> X25519 abc\nZm9v\n";
  EXPECT_EQ(parse_header(header_text(stanzas)).stanzas.size(), 20U);
  EXPECT_EQ(failure_code([&] { static_cast<void>(parse_header(header_text(stanzas + "-> x\n\n"))); }),
            "seal_header_invalid");
}

// An object that counts what is read of it.
class CountingObject final : public ObjectReader {
 public:
  CountingObject(std::string begin, std::uint64_t bytes) : begin_(std::move(begin)), bytes_(bytes) {}
  [[nodiscard]] std::uint64_t size() const override { return bytes_; }
  std::size_t read_at(std::uint64_t offset, std::span<char> into) override {
    for (std::size_t i = 0; i < into.size(); ++i)
      into[i] = begin_[static_cast<std::size_t>(offset + i) % begin_.size()];
    bytes_read += into.size();
    return into.size();
  }
  std::uint64_t bytes_read = 0;

 private:
  std::string begin_;
  std::uint64_t bytes_;
};

TEST(Header, costs_no_more_than_its_limit_however_long_the_object_claims_to_be) {
  CountingObject endless(std::string(version_line) + "-> X25519 abc\n" + column_64 + "\n", std::uint64_t{1} << 60U);
  EXPECT_EQ(failure_code([&] { static_cast<void>(open_header(endless, {})); }), "seal_header_invalid");
  EXPECT_LE(endless.bytes_read, 2 * limits::seal_header_bytes_max);
}

std::string object_with(const std::vector<Stanza>& stanzas, const FileKey& key) {
  return format_header(stanzas, key) + std::string(100, 'x');
}

std::string opening_code(const std::string& object) {
  TextObject sealed(object);
  return failure_code([&] { static_cast<void>(open_header(sealed, {{test_identity()}})); });
}

TEST(HeaderOpening, passes_over_stanzas_that_it_does_not_know) {
  const FileKey key;
  const Stanza good = wrap_file_key(key, test_identity().recipient(), Identity::generate().secret());
  EXPECT_EQ(opening_code(object_with({{"oDuq-grease", {"]", "{@!"}, sample_text(130)}, good, {"x25519", {}, ""}}, key)),
            "none");
}

TEST(HeaderOpening, refuses_stanzas_that_break_the_rules_of_their_type) {
  const FileKey key;
  const Stanza good = wrap_file_key(key, test_identity().recipient(), Identity::generate().secret());
  const auto changed = [&](auto change) {
    Stanza stanza = good;
    change(stanza);
    return object_with({stanza}, key);
  };
  ASSERT_EQ(opening_code(object_with({good}, key)), "none");
  EXPECT_EQ(opening_code(changed([](Stanza& s) { s.arguments.push_back("more"); })), "seal_header_invalid");
  EXPECT_EQ(opening_code(changed([](Stanza& s) { s.arguments.clear(); })), "seal_header_invalid");
  EXPECT_EQ(opening_code(changed([](Stanza& s) { s.arguments[0] += "A"; })), "seal_header_invalid") << "33 bytes";
  EXPECT_EQ(opening_code(changed([](Stanza& s) { s.arguments[0].back() = '_'; })), "seal_header_invalid");
  EXPECT_EQ(opening_code(changed([](Stanza& s) { s.body += "x"; })), "seal_header_invalid");
  EXPECT_EQ(opening_code(changed([](Stanza& s) { s.body.pop_back(); })), "seal_header_invalid");
  EXPECT_EQ(opening_code(changed([](Stanza& s) { s.arguments[0] = std::string(43, 'A'); })), "seal_header_invalid")
      << "a share of small order";
  EXPECT_EQ(opening_code(changed([](Stanza& s) { s.body[0] = static_cast<char>(s.body[0] ^ 1); })), "seal_no_identity");
  EXPECT_EQ(opening_code(object_with({good, {"scrypt", {"salt", "18"}, std::string(32, 'x')}}, key)),
            "seal_passphrase");
}

TEST(HeaderOpening, refuses_a_header_whose_mac_was_made_with_another_file_key) {
  const FileKey key;
  FileKey other;
  other.writable()[0] = 1;
  const Stanza stanza = wrap_file_key(key, test_identity().recipient(), Identity::generate().secret());
  EXPECT_EQ(opening_code(object_with({stanza}, other)), "seal_header_invalid");
}

TEST(HeaderOpening, says_what_an_object_is_that_is_not_sealed) {
  EXPECT_EQ(opening_code(""), "not_sealed");
  EXPECT_EQ(opening_code("sampleId,material\n"), "not_sealed");
  EXPECT_EQ(opening_code("-----BEGIN AGE ENCRYPTED FILE-----\n"), "not_sealed");
  EXPECT_EQ(opening_code("age-encryption.org/v2\n-> X"), "not_sealed");
  EXPECT_EQ(opening_code("age-encryption.org/v1\n-> X"), "seal_header_invalid");
}

}  // namespace
}  // namespace exportd::seal
