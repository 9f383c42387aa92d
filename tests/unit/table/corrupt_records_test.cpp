// Documents that are not as the importer guarantees: each is refused by name, none is half read.
#include <gtest/gtest.h>

#include "core/failure.hpp"
#include "tests/unit/table/exporting.hpp"

namespace exportd::table::testing {
namespace {

const std::string broken_documents[] = {
    "",
    " ",
    "{",
    "[]",
    "1",
    "null",
    "{}x",
    "{}{}",
    "{,}",
    R"({"a"})",
    R"({"a":})",
    R"({"a":1,})",
    R"({"a":1 "b":2})",
    R"({a:1})",
    R"({'a':1})",
    R"({"a":1]})",
    R"({"a":[1,]})",
    R"({"a":[1 2]})",
    R"({"a":[})",
    R"({"a":tru})",
    R"({"a":True})",
    R"({"a":nul)",
    R"({"a":NaN})",
    R"({"a":Infinity})",
    R"({"a":01})",
    R"({"a":-})",
    R"({"a":1.})",
    R"({"a":.5})",
    R"({"a":+1})",
    R"({"a":1e})",
    R"({"a":1e+})",
    R"({"a":1.2.3})",
    R"({"a":1-2})",
    R"({"a":--1})",
    R"({"a":0x10})",
    R"({"a":-01.5})",
    R"({"a":1234567890123456.})",
    R"({"a":"x)",
    R"({"a":"x\"})",
    R"({"a":"\x"})",
    R"({"a":"\u12"})",
    R"({"a":"\u12g4"})",
    R"({"a":"\ud800"})",
    R"({"a":"\ud800\u0041"})",
    R"({"a":"\udc00"})",
    R"({"a":"\ud800\ud800"})",
    "{\"a\":\"two\nlines\"}",
    "{\"a\":\"\x01\"}",
    "{\"a\":\"\xff\"}",
    "{\"a\":\"\xc0\x80\"}",
    "{\"a\":\"\xed\xa0\x80\"}",
    "{\"a\":\v1}",
    std::string("{\"a\":1\0}", 8),
    R"({"results":[1]})",
    R"({"results":"x"})",
    R"({"results":[[true]]})",
    R"({"citations":["x"]})",
    R"({"citations":[[1]]})",
    R"({"results":[],"results":[]})",
    R"({"age":1,"age":2})",
    R"({"results":[{"value":1,"value":2}]})",
    R"({"citations":[{"citationId":"a","citationId":"b"}]})",
    "{\"a\":" + std::string(200, '[') + std::string(200, ']') + "}",
};

TEST(CorruptRecords, are_refused_whatever_is_broken) {
  for (const std::string& document : broken_documents) {
    for (const Environment& environment : {nested_environment(), flat_environment()}) {
      EXPECT_EQ(failure_code([&] { static_cast<void>(export_all(environment, {}, {document})); }), "corrupt_record")
          << document;
    }
  }
}

TEST(CorruptRecords, a_record_cut_anywhere_is_refused_even_if_the_next_one_would_complete_it) {
  const std::string whole =
      R"({"sampleId":"s","age":12.5,"x":"a\u00e9b","comment":{"a":[1,true]},"citations":[{"authors":["A"]}]})";
  for (std::size_t cut = 0; cut < whole.size(); ++cut) {
    Page page = page_of({whole});
    page.documents[0] = page.documents[0].substr(0, cut);  // the rest stands right behind it
    StringSink sink;
    const Environment environment = flat_environment();
    const FileOptions options;
    const auto writer =
        TableWriter::create({.environment = environment, .options = options, .held = {}, .work_dir = {}}, sink);
    EXPECT_EQ(failure_code([&] { writer->write(page, {}); }), "corrupt_record") << cut;
  }
}

TEST(CorruptRecords, the_message_names_the_record_and_nothing_of_it_is_written) {
  FileOptions options;
  options.columns = ColumnChoice::all;
  const Environment environment = nested_environment();
  StringSink sink;
  const auto writer =
      TableWriter::create({.environment = environment, .options = options, .held = {}, .work_dir = {}}, sink);
  try {
    writer->write(page_of({R"({"sampleId":"good"})", R"({"sampleId":"bad","age":1x})"}), {});
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind(), FailureKind::ours);
    EXPECT_NE(failure.message().find(" bad "), std::string::npos) << failure.message();
    EXPECT_NE(failure.detail().find("at byte 25"), std::string::npos) << failure.detail();
  }
  EXPECT_EQ(sink.text.find("bad"), std::string::npos);
}

TEST(CorruptRecords, without_a_name_the_message_counts) {
  const Environment environment = nested_environment();
  try {
    static_cast<void>(export_all(environment, {}, {R"({"sampleId":"a"})", R"({"age":1x})"}));
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_NE(failure.message().find("number 2"), std::string::npos) << failure.message();
  }
}

TEST(CorruptRecords, a_stop_is_obeyed_between_rows) {
  std::stop_source source;
  source.request_stop();
  const Environment environment = nested_environment();
  for (const Layout layout : {Layout::sample, Layout::long_form}) {
    for (const ColumnChoice columns : {ColumnChoice::present, ColumnChoice::all}) {
      FileOptions options;
      options.layout = layout;
      options.columns = columns;
      StringSink sink;
      const auto writer =
          TableWriter::create({.environment = environment, .options = options, .held = {}, .work_dir = {}}, sink);
      const Page page = page_of({R"({"sampleId":"a"})"});
      EXPECT_EQ(failure_code([&] { writer->write(page, source.get_token()); }), "cancelled");
      EXPECT_EQ(failure_code([&] { static_cast<void>(writer->finish(source.get_token())); }), "cancelled");
    }
  }
}

}  // namespace
}  // namespace exportd::table::testing
