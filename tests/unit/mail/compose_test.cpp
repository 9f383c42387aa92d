// What a message says: all facts in both parts, links that name the run, nothing that its reader's program would take
// for markup.
#include "mail/compose.hpp"

#include <gtest/gtest.h>

#include "mail/amounts.hpp"
#include "mail/opening.hpp"
#include "tests/unit/mail/notices.hpp"

namespace exportd::mail {
namespace {

const Sender sender{.from = "Exports <exports@example.org>", .reply_to = "help@example.org"};

void expect_in_both(const Message& message, const std::string& text) {
  EXPECT_NE(message.text.find(text), std::string::npos) << text << "\n" << message.text;
  EXPECT_NE(message.html.find(text), std::string::npos) << text << "\n" << message.html;
}

void expect_in_none(const Message& message, const std::string& text) {
  EXPECT_EQ(message.text.find(text), std::string::npos) << text << "\n" << message.text;
  EXPECT_EQ(message.html.find(text), std::string::npos) << text << "\n" << message.html;
}

TEST(Compose, tells_all_facts_of_a_file) {
  const Message message = compose(ready_notice(), sender);
  EXPECT_EQ(message.subject, "Export from PetDB ready: 1,234,567 rows, csv, 12.3 MB (abcdefgh, run 2)");
  EXPECT_EQ(message.to, "ada@example.org");
  EXPECT_EQ(message.from, sender.from);
  EXPECT_EQ(message.reply_to, sender.reply_to);
  EXPECT_EQ(message.message_id, "<1@example.org>");
  EXPECT_EQ(message.list_unsubscribe, "https://x.example/v1/unsubscribe/token");
  for (const std::string fact : {"Your export from PetDB is ready",
                                 "Samples of PetDB where the material is glass.",
                                 "petdb-abcdefghijklmnopqrstuvwxyz.csv",
                                 "1,234,567",
                                 "1,000 records",
                                 "40",
                                 "12.3 MB",
                                 "12,345,678 bytes",
                                 "2026-11",
                                 "2023-11-14 22:14 UTC",
                                 "kept until 2023-12-08",
                                 "runs/2/file",
                                 "?run=2",
                                 "Cite PetDB",
                                 "CC BY 4.0",
                                 "https://licence.example/by",
                                 "authors, publicationYears and dois",
                                 "too large for Excel",
                                 "https://x.example/v1/unsubscribe/token",
                                 "Task abcdefghijklmnopqrstuvwxyz, run 2"}) {
    expect_in_both(message, fact);
  }
  expect_in_both(message, std::string(64, 'a'));
  expect_in_none(message, "failed");
  expect_in_none(message, "{{");
}

TEST(Compose, leaves_out_what_is_not_known) {
  Notice notice = ready_notice();
  notice.page_url = notice.file_url = notice.metadata_url = notice.unsubscribe_url = "";
  notice.cite = notice.licence = notice.licence_url = "";
  notice.record.run.expires_at.reset();
  const Message message = compose(notice, sender);
  for (const char* const left_out : {"http", "href", "Licence", "No more mail"}) expect_in_none(message, left_out);
  expect_in_both(message, "No end is set");
  expect_in_both(message, "Fetch the file where you asked for it.");
}

TEST(Compose, tells_why_a_run_failed_and_what_to_do) {
  const Message message = compose(failed_notice({"too_many_rows", "10,816 records: at most 100"}), sender);
  EXPECT_EQ(message.subject, "Export from PetDB failed: too_many_rows (abcdefgh, run 2)");
  for (const char* const fact : {"failed: no file was made", "10,816 records: at most 100", "Narrow the search",
                                 "the search did not answer", "?run=2"}) {
    expect_in_both(message, fact);
  }
  expect_in_none(message, "SHA-256");
  expect_in_none(message, "pandas");
  expect_in_both(compose(failed_notice({"worker_lost", "its worker was lost"}), sender), "that makes a new run");
  expect_in_both(compose(failed_notice({"unknown_column", "there is no column X"}), sender), "Correct the request");
}

TEST(Compose, tells_of_a_cancelled_run) {
  const Message message = compose(notice(ended_run(Status::cancelled)), sender);
  EXPECT_EQ(message.subject, "Export from PetDB cancelled (abcdefgh, run 2)");
  expect_in_both(message, "was cancelled");
  expect_in_both(message, "ask for it again");
}

TEST(Compose, escapes_and_flattens_what_others_have_written) {
  Notice notice = failed_notice({"unknown_column", "no column <img src=x>\r\nBcc: \xE2\x80\xAE&"});
  notice.query_in_words = "the material is <script>alert(1)</script>\n\n{{#ready}}\"'" + std::string(5'000, 'x');
  notice.environment_title = "A & B\nX";
  const Message message = compose(notice, sender);
  EXPECT_EQ(message.html.find("<script"), std::string::npos);
  EXPECT_EQ(message.html.find("<img"), std::string::npos);
  EXPECT_NE(message.html.find("&lt;script&gt;"), std::string::npos);
  EXPECT_NE(message.text.find("<script>alert(1)</script>  {{#ready}}"), std::string::npos) << "data is no template";
  EXPECT_EQ(message.text.find("\nBcc"), std::string::npos);
  EXPECT_EQ(message.text.find("\xE2\x80\xAE"), std::string::npos);
  EXPECT_EQ(message.subject.find('\n'), std::string::npos);
  EXPECT_NE(message.html.find("A &amp; B X"), std::string::npos);
  EXPECT_LT(message.text.size(), 4'000U);
}

TEST(Opening, has_the_call_for_every_kind_of_file) {
  struct Case {
    const char* options;
    const char* pandas;
    const char* r;
    const char* excel;
  };
  constexpr Case cases[] = {
      {"", "read_csv(\"petdb-abcdefghijklmnopqrstuvwxyz.csv\"", "read.csv(\"petdb-", "From Text/CSV"},
      {"compression=gzip", ".csv.gz\"", "read.csv(\"petdb-abcdefghijklmnopqrstuvwxyz.csv.gz\"", "gunzip"},
      {"compression=zstd", ".csv.zst\"", "read.csv(pipe(\"zstd -dc petdb-", "zstd -d"},
      {"bom=true", ".csv\"", "UTF-8-BOM", "From Text/CSV"},
      {"fileType=json", "read_json(\"petdb-abcdefghijklmnopqrstuvwxyz.json\", dtype", "jsonlite::fromJSON(\"petdb-",
       "From JSON"},
      {"compression=gzip&fileType=json", ".json.gz\"", "jsonlite::fromJSON(gzfile(", "gunzip"},
      {"fileType=ndjson", "lines=True", "jsonlite::stream_in(file(\"petdb-", "does not read NDJSON"},
      {"compression=zstd&fileType=ndjson", ".ndjson.zst\"", "jsonlite::stream_in(pipe(\"zstd -dc", "NDJSON"},
  };
  for (const Case& c : cases) {
    const Task task{TaskId("abcdefghijklmnopqrstuvwxyz"), "petdb", "", c.options};
    const Opening opening = opening_of(task, empty_receipt());
    EXPECT_NE(opening.pandas.find(c.pandas), std::string::npos) << opening.pandas;
    EXPECT_NE(opening.r.find(c.r), std::string::npos) << opening.r;
    EXPECT_NE(opening.excel.find(c.excel), std::string::npos) << opening.excel;
  }
}

TEST(Amounts, are_as_people_read_them) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1'000), "1,000");
  EXPECT_EQ(grouped(1'234'567), "1,234,567");
  EXPECT_EQ(counted(1, "row"), "1 row");
  EXPECT_EQ(size_text(999), "999 bytes");
  EXPECT_EQ(size_text(1'000), "1.00 kB");
  EXPECT_EQ(size_text(999'499), "999 kB");
  EXPECT_EQ(size_text(999'999), "1.00 MB");
  EXPECT_EQ(size_text(12'345'678), "12.3 MB");
  EXPECT_EQ(size_text(5'000'000'000'000), "5.00 TB");
}

}  // namespace
}  // namespace exportd::mail
