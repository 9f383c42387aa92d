// The bytes around the records: lines, BOM, gzip.
#include <gtest/gtest.h>
#include <zlib.h>

#include <fstream>
#include <string>

#include "core/failure.hpp"
#include "core/limits.hpp"
#include "search/line_reader.hpp"
#include "test_store.hpp"
#include "tests/contract/search_contract.hpp"

namespace exportd::search {
namespace {

using contract::search_environment;

std::string gzip(std::string_view text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string packed(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

// Gives a text in pieces of one size.
class Dripping final : public ByteSource {
 public:
  Dripping(std::string text, std::size_t piece) : text_(std::move(text)), piece_(piece) {}
  std::size_t read(std::span<char> into) override {
    const std::string_view some = std::string_view(text_).substr(at_, std::min(piece_, into.size()));
    std::copy(some.begin(), some.end(), into.begin());
    at_ += some.size();
    return some.size();
  }

 private:
  std::string text_;
  std::size_t piece_;
  std::size_t at_ = 0;
};

std::vector<std::string> lines_of(const std::string& text, std::size_t piece) {
  LineReader reader(gunzipped(std::make_unique<Dripping>(text, piece)));
  std::vector<std::string> lines;
  while (const auto line = reader.next()) {
    lines.push_back(std::to_string(line->number) + ":" + (line->too_long ? "TOO LONG" : std::string(line->text)));
  }
  return lines;
}

TEST(LineReader, ends_lines_at_lf_only_however_the_bytes_arrive) {
  struct Case {
    const char* why;
    std::string text;
    std::vector<std::string> want;
  };
  const Case cases[] = {
      {"nothing", "", {}},
      {"a last line without LF", "a\nb", {"1:a", "2:b"}},
      {"a last line with LF", "a\nb\n", {"1:a", "2:b"}},
      {"blank lines count", "\n\na\n", {"1:", "2:", "3:a"}},
      {"CR, U+2028 and NEL end nothing",
       "a\rb\xE2\x80\xA8"
       "c\xC2\x85"
       "d\n",
       {"1:a\rb\xE2\x80\xA8"
        "c\xC2\x85"
        "d"}},
      {"a BOM at the start goes",
       "\xEF\xBB\xBF"
       "a\n\xEF\xBB\xBF"
       "b\n",
       {"1:a",
        "2:\xEF\xBB\xBF"
        "b"}},
      {"a BOM alone", "\xEF\xBB\xBF", {"1:"}},
      {"gzip by its magic", gzip("a\nb\n"), {"1:a", "2:b"}},
      {"two members are one text", gzip("a\nb") + gzip("c\n"), {"1:a", "2:bc"}},
      {"an empty member", gzip(""), {}},
  };
  for (const Case& c : cases) {
    for (const std::size_t piece : {1U, 2U, 3U, 100U}) EXPECT_EQ(lines_of(c.text, piece), c.want) << c.why;
  }
}

TEST(LineReader, skips_a_line_that_is_too_long_and_goes_on) {
  const std::string longest(limits::record_bytes_max, 'x');
  for (const std::string& text : {longest + "y\nb\n", "\xEF\xBB\xBF" + longest + "y\nb", longest + longest + "\nb"}) {
    EXPECT_EQ(lines_of(text, 1'000'000), (std::vector<std::string>{"1:TOO LONG", "2:b"}));
  }
  EXPECT_EQ(lines_of(longest + "\nb", 1'000'000).at(0).size(), longest.size() + 2);
  EXPECT_EQ(lines_of("\xEF\xBB\xBF" + longest, 1'000'000).at(0).size(), longest.size() + 2);
}

TEST(ByteSource, refuses_gzip_that_is_cut_damaged_or_followed_by_something) {
  const std::string whole = gzip("one\ntwo\nthree\n");
  std::vector<std::string> broken = {whole + "x", whole + whole.substr(0, 1), whole + std::string(2, '\0')};
  for (std::size_t size = 2; size < whole.size(); ++size) broken.push_back(whole.substr(0, size));
  std::string damaged = whole;
  damaged[damaged.size() - 6] = static_cast<char>(damaged[damaged.size() - 6] ^ 1);  // in the CRC
  broken.push_back(damaged);
  for (const std::string& bytes : broken) {
    try {
      static_cast<void>(lines_of(bytes, 7));
      ADD_FAILURE() << "read " << bytes.size() << " of " << whole.size();
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.code(), "file_unreadable");
    }
  }
}

TEST(Import, changes_nothing_when_the_gzip_is_cut_short) {
  const TestFolder folder;
  std::string text;
  for (int record = 0; record < 2000; ++record) text += "{\"sampleId\":\"" + std::to_string(record) + "\"}\n";
  const std::string packed = gzip(text);
  EXPECT_THROW(
      static_cast<void>(import_text(folder.store(), search_environment(), packed.substr(0, packed.size() - 9))),
      Failure);
  EXPECT_EQ(SqliteSearch(folder.store()).count(search_environment(), {}, MonotonicTime::max()), 0U);
  EXPECT_EQ(import_text(folder.store(), search_environment(), packed).added, 2000U);
}

TEST(Import, keeps_the_record_without_the_white_space_around_it) {
  const TestFolder folder;
  const std::string text =
      "\xEF\xBB\xBF \t{\"sampleId\" : \"b\" }\t\r\n \r\n{\"sampleId\":\"a\",\"x\":\"\xE2\x80\xA8\"}";
  EXPECT_EQ(import_text(folder.store(), search_environment(), text).added, 2U);
  SqliteSearch search(folder.store());
  EXPECT_EQ(documents(search, search_environment()),
            (std::vector<std::string>{"{\"sampleId\":\"a\",\"x\":\"\xE2\x80\xA8\"}", "{\"sampleId\" : \"b\" }"}));
}

TEST(Import, takes_a_record_of_16_mib_and_refuses_a_longer_line) {
  const std::string head = R"({"sampleId":"x","comment":")";
  const std::string tail = "\"}";
  const std::string largest = head + std::string(limits::record_bytes_max - head.size() - tail.size(), 'c') + tail;
  const TestFolder folder;
  EXPECT_EQ(import_text(folder.store(), search_environment(), largest).added, 1U);
  const ImportReport report = import_text(folder.store(), search_environment(), largest + " \n{\"sampleId\":\"y\"}");
  ASSERT_EQ(report.bad_lines, 1U);
  EXPECT_EQ(report.faults.at(0).reason, "the line is longer than 16 MiB");
  SqliteSearch search(folder.store());
  EXPECT_EQ(documents(search, search_environment()).at(0).size(), limits::record_bytes_max);
}

TEST(Import, reads_files_and_says_when_it_cannot) {
  const TestFolder folder;
  const std::filesystem::path file = folder.path() / "records.ndjson";
  std::ofstream(file) << "{\"sampleId\":\"a\"}\n";
  const ImportReport report =
      import_records(folder.store(), search_environment(), open_file(file, {}), {}, nullptr, {});
  EXPECT_EQ(report.added, 1U);
  EXPECT_THROW(static_cast<void>(open_file(folder.path() / "missing", {})), Failure);
}

}  // namespace
}  // namespace exportd::search
