// tests/vectors/age: made by another implementation. src/seal/FORMAT.md: the worked example, byte by byte.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "seal/identity_file.hpp"
#include "seal/sha256.hpp"
#include "tests/unit/seal/objects.hpp"

namespace exportd::seal {
namespace {

const std::string source_dir = EXPORTD_SOURCE_DIR;

std::string read_file(const std::string& path) {
  std::ifstream file(source_dir + "/" + path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

TEST(Vectors, open_or_are_refused_as_their_index_says) {
  const std::vector<Identity> identities =
      read_identity_file(source_dir + "/tests/vectors/age/identity.txt").identities;
  std::istringstream index(read_file("tests/vectors/age/index.txt"));
  int seen = 0;
  for (std::string line; std::getline(index, line); ++seen) {
    std::istringstream words(line);
    std::string name, outcome, sha256, got_sha256;
    std::uint64_t bytes = 0, got_bytes = 0;
    words >> name >> outcome >> bytes >> sha256;
    TextObject object(read_file("tests/vectors/age/" + name));
    const std::string code = failure_code([&] {
      OpeningReader reader(object, identities);
      const std::string plain = read_all(reader);
      Sha256 digest;
      digest.update(plain);
      got_bytes = plain.size();
      got_sha256 = digest.finish_hex();
    });
    EXPECT_EQ(code == "none" ? "opens" : code, outcome) << name;
    if (outcome != "opens") continue;
    EXPECT_EQ(got_bytes, bytes) << name;
    EXPECT_EQ(got_sha256, sha256) << name;
  }
  EXPECT_GE(seen, 10);
}

// The value behind "name: " in a code block of the page.
std::string stated(const std::string& page, const std::string& name) {
  const std::size_t at = page.find("\n" + name + ": ");
  EXPECT_NE(at, std::string::npos) << name;
  const std::size_t begin = at + name.size() + 3;
  return page.substr(begin, page.find('\n', begin) - begin);
}

// Rows of "offset  hex bytes  |text|".
std::string hex_dump(const std::string& page) {
  const std::size_t begin = page.find("```hex\n") + 7;
  std::istringstream rows(page.substr(begin, page.find("```", begin) - begin));
  std::string bytes;
  for (std::string row; std::getline(rows, row);) {
    EXPECT_EQ(std::stoul(row.substr(0, 8), nullptr, 16), bytes.size()) << row;
    std::istringstream columns(row.substr(8, 50));
    for (std::string byte; columns >> byte;) bytes += from_hex(byte);
  }
  return bytes;
}

TEST(FormatPage, shows_exactly_what_is_written) {
  const std::string page = read_file("src/seal/FORMAT.md");
  const Identity identity = Identity::parse(stated(page, "identity"));
  EXPECT_EQ(stated(page, "recipient"), identity.recipient().text());

  const std::string random =
      from_hex(stated(page, "file key") + stated(page, "ephemeral secret") + stated(page, "nonce"));
  const RandomFill given = [rest = bytes_of(random)](std::span<std::uint8_t> into) mutable {
    ASSERT_LE(into.size(), rest.size());
    std::ranges::copy(rest.first(into.size()), into.begin());
    rest = rest.subspan(into.size());
  };
  TextSink out;
  SealingSink sink(out, {{identity.recipient()}}, given);
  const std::string plain = stated(page, "plain text") + "\n";
  sink.write(plain);
  sink.finish();
  EXPECT_EQ(to_hex(bytes_of(out.text)), to_hex(bytes_of(hex_dump(page))));
  EXPECT_EQ(open_text(hex_dump(page), identity), plain);
}

}  // namespace
}  // namespace exportd::seal
