// One attempt against a search that does what the test says and a file store in memory: whole, or visibly not.
#include "work/export_run.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/failure.hpp"
#include "seal/opening_reader.hpp"
#include "testing/memory_file_store.hpp"

namespace exportd::work {
namespace {

Page page_of(const std::vector<std::string>& documents) {
  std::string text;
  for (const std::string& document : documents) text += document;
  Page page;
  page.bytes.assign(text.begin(), text.end());
  page.bytes.resize(text.size() + limits::page_padding_bytes);
  std::size_t at = 0;
  for (const std::string& document : documents) {
    page.documents.emplace_back(page.bytes.data() + at, document.size());
    at += document.size();
  }
  return page;
}

// What the search will do; the tests set it.
struct Script {
  std::vector<std::vector<std::string>> pages;
  std::optional<std::uint64_t> promised;  // instead of the true number
  std::optional<std::size_t> fails_at;    // this page throws
  std::function<void(std::size_t)> before_page = [](std::size_t) {};
  int streams_open = 0;
  std::vector<Analyte> held = {{"SiO2", "wt%", "major oxide", ""}};
  bool knows_held = true;
};

class ScriptedPages final : public PageStream {
 public:
  explicit ScriptedPages(Script& script) : script_(script) { ++script_.streams_open; }
  ~ScriptedPages() override { --script_.streams_open; }

  std::optional<Page> next(const std::stop_token& stop) override {
    script_.before_page(next_);
    if (stop.stop_requested()) throw Failure(FailureKind::cancel, "cancelled", "stopped");
    if (script_.fails_at == next_) throw Failure(FailureKind::retry, "search_failed", "the search broke");
    if (next_ == script_.pages.size()) return std::nullopt;
    return page_of(script_.pages[next_++]);
  }

 private:
  Script& script_;
  std::size_t next_ = 0;
};

class ScriptedSearch final : public Search {
 public:
  explicit ScriptedSearch(Script& script) : script_(script) {}

  std::optional<std::uint64_t> count(const Environment&, const Criteria&, MonotonicTime) override { return total(); }
  std::optional<Page> preview(const Environment&, const Criteria&, std::size_t, MonotonicTime) override {
    return Page{};
  }
  std::vector<Analyte> analytes(const Environment&) override {
    if (!script_.knows_held) throw Failure(FailureKind::ours, "store_outdated", "it does not know");
    return script_.held;
  }
  std::optional<std::vector<Analyte>> analytes_of(const Environment&, const Criteria&, MonotonicTime) override {
    return {};
  }
  std::optional<std::vector<Suggestion>> suggest(const Environment&, const ParameterSpec&, std::string_view,
                                                 std::size_t, MonotonicTime) override {
    return {};
  }
  std::string data_version(const Environment&) override { return "v1"; }
  OpenedSearch open(const Environment&, const Criteria&, const std::stop_token&) override {
    return {script_.promised.value_or(total()), "v1", "", std::make_unique<ScriptedPages>(script_)};
  }
  void release(std::string_view) override {}

 private:
  [[nodiscard]] std::uint64_t total() const {
    std::uint64_t records = 0;
    for (const auto& page : script_.pages) records += page.size();
    return records;
  }
  Script& script_;
};

class StandingClock final : public Clock {
 public:
  [[nodiscard]] WallTime wall() const override { return WallTime(std::chrono::milliseconds(1'790'000'000'000)); }
  [[nodiscard]] MonotonicTime monotonic() const override { return {}; }
  bool sleep_until(MonotonicTime, const std::stop_token&) override { return true; }
};

std::string record(const std::string& id) {
  return R"({"sampleId":")" + id + R"(","citations":[{"citationId":"c","citationCode":"C, 1999"}],"results":)" +
         R"([{"variable":"SiO2","variableGroup":"major oxide","value":50.10,"unit":"wt%"}]})";
}

class ExportRun : public ::testing::Test {
 protected:
  ExportRun() {
    environment_.name = "rocks";
    environment_.title = "Rocks";
    script_.pages = {{record("a"), record("b")}, {record("c")}};
  }

  ExportOutcome attempt() {
    const query::Request request{{}, "", options_, "", TaskId("abcdefghijklmnopqrstuvwxyz")};
    const ExportOrder order{.environment = environment_,
                            .request = request,
                            .object = ObjectKey("rocks/x/run-1.1.csv.age"),
                            .metadata_object = ObjectKey("rocks/x/run-1.1.metadata.json.age"),
                            .recipients = {identity_.recipient()},
                            .work_dir = ".",
                            .records_max = records_max_,
                            .guess_columns = guess_columns_};
    return run_export(
        order, {search_, files_, clock_}, [&](const Progress& now) { seen_.push_back(now); }, stop_.get_token());
  }

  std::string refused(FailureKind kind) {
    try {
      (void)attempt();
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.kind(), kind) << failure.what();
      EXPECT_TRUE(files_.list("").empty()) << "nothing is left behind";
      EXPECT_EQ(files_.unfinished(), 0U);
      EXPECT_EQ(script_.streams_open, 0);
      return failure.code();
    }
    return "succeeded";
  }

  std::string opened(const ObjectKey& key) {
    const auto object = files_.open(key);
    const std::vector<seal::Identity> identities{identity_};
    seal::OpeningReader reader(*object, identities);
    std::string text(reader.size(), '\0');
    EXPECT_EQ(reader.read_at(0, text), text.size());
    return text;
  }

  Environment environment_;
  FileOptions options_;
  Script script_;
  ScriptedSearch search_{script_};
  testing::MemoryFileStore files_;
  StandingClock clock_;
  seal::Identity identity_ = seal::Identity::generate();
  std::stop_source stop_;
  std::uint64_t records_max_ = 100;
  bool guess_columns_ = false;
  std::vector<Progress> seen_;
};

TEST_F(ExportRun, ends_with_two_sealed_objects_and_a_receipt_that_tells_the_truth) {
  const Receipt receipt = attempt().receipt;
  EXPECT_EQ(files_.list("").size(), 2U);
  const std::string file = opened(receipt.object);
  EXPECT_EQ(file.substr(file.find("\r\n") + 2, 2), "a,");
  EXPECT_NE(file.find(",50.10\r\n"), std::string::npos);
  EXPECT_EQ(receipt.bytes, file.size());
  EXPECT_EQ(receipt.records, 3U);
  EXPECT_EQ(receipt.rows, 3U);
  EXPECT_EQ(receipt.data_version, "v1");
  EXPECT_EQ(receipt.sealed_bytes, files_.stat(receipt.object)->bytes);
  const std::string metadata = opened(receipt.metadata_object);
  EXPECT_NE(metadata.find(R"("schema:sha256":")" + receipt.sha256), std::string::npos);
  EXPECT_NE(metadata.find(R"x("titles":"SiO2 (wt%)")x"), std::string::npos);
  EXPECT_NE(metadata.find("C, 1999"), std::string::npos);
}

TEST_F(ExportRun, reports_every_stage_in_order_and_records_that_never_go_back) {
  (void)attempt();
  EXPECT_EQ(seen_.front().stage, Stage::counting);
  EXPECT_EQ(seen_.back().stage, Stage::done);
  EXPECT_TRUE(std::is_sorted(seen_.begin(), seen_.end(), [](const Progress& a, const Progress& b) {
    return a.stage < b.stage || (a.stage == b.stage && a.records < b.records);
  }));
  EXPECT_EQ(seen_.back().records, 3U);
  EXPECT_EQ(seen_.back().total_records, 3U);
}

TEST_F(ExportRun, of_no_records_has_a_header_and_no_rows) {
  script_.pages.clear();
  const Receipt receipt = attempt().receipt;
  EXPECT_EQ(receipt.rows, 0U);
  EXPECT_TRUE(opened(receipt.object).ends_with("comment\r\n"));
}

TEST_F(ExportRun, of_more_records_than_allowed_is_refused_before_anything_is_written) {
  records_max_ = 2;
  EXPECT_EQ(refused(FailureKind::too_many), "too_many_rows");
  records_max_ = 3;
  EXPECT_EQ(refused(FailureKind::too_many), "succeeded");
}

TEST_F(ExportRun, fails_when_the_search_gives_fewer_or_more_records_than_it_promised) {
  script_.promised = 4;
  EXPECT_EQ(refused(FailureKind::retry), "count_mismatch");
  script_.promised = 2;
  EXPECT_EQ(refused(FailureKind::retry), "count_mismatch");
}

TEST_F(ExportRun, fails_as_the_search_fails_on_any_page) {
  for (const std::size_t page : {0U, 1U, 2U}) {
    script_.fails_at = page;
    EXPECT_EQ(refused(FailureKind::retry), "search_failed") << "page " << page;
  }
}

TEST_F(ExportRun, stops_when_asked_to_before_any_page) {
  for (const std::size_t page : {0U, 1U, 2U}) {
    stop_ = std::stop_source();
    script_.before_page = [this, page](std::size_t at) {
      if (at == page) stop_.request_stop();
    };
    EXPECT_EQ(refused(FailureKind::cancel), "cancelled") << "page " << page;
  }
}

TEST_F(ExportRun, refuses_an_unknown_column_before_anything_is_written) {
  options_.columns = ColumnChoice::list;
  options_.column_list = {"SiO3"};
  EXPECT_EQ(refused(FailureKind::reject), "unknown_column");
}

TEST_F(ExportRun, fails_when_a_record_holds_an_analyte_that_the_plan_did_not_know) {
  options_.columns = ColumnChoice::all;
  std::string odd = record("odd");
  odd.replace(odd.find("SiO2"), 4, "TiO2");
  script_.pages.push_back({odd});
  EXPECT_EQ(refused(FailureKind::retry), "columns_changed");
}

TEST_F(ExportRun, a_wrong_guess_of_columns_fails_and_does_without) {
  environment_.shape = RecordShape::flat;
  script_.held = {{"SiO2", "", "", ""}};
  script_.pages = {{R"({"sampleId":"a","SiO2":50})"}, {R"({"sampleId":"b","Zr":7})"}};
  guess_columns_ = true;
  EXPECT_EQ(refused(FailureKind::retry), "columns_changed");
  guess_columns_ = false;
  EXPECT_EQ(attempt().receipt.records, 2U);
}

TEST_F(ExportRun, a_guess_of_columns_that_cannot_be_made_is_none) {
  environment_.shape = RecordShape::flat;
  script_.knows_held = false;
  guess_columns_ = true;
  EXPECT_EQ(attempt().receipt.records, 3U);
}

TEST_F(ExportRun, fails_on_a_record_that_is_not_json) {
  script_.pages.push_back({R"({"sampleId":"x","results":[{]})"});
  EXPECT_EQ(refused(FailureKind::ours), "corrupt_record");
}

TEST_F(ExportRun, never_succeeds_with_an_object_that_does_not_read_back) {
  files_.set_faults({.seed = 5, .damage = 1});
  EXPECT_EQ(refused(FailureKind::retry), "verification_failed");  // the next attempt may be whole
}

TEST_F(ExportRun, leaves_nothing_behind_whatever_the_file_store_does) {
  int succeeded = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    files_.set_faults({.seed = seed, .create = 0.05, .write = 0.05, .finish = 0.1, .open = 0.1, .read = 0.05});
    try {
      const Receipt receipt = attempt().receipt;
      ++succeeded;
      files_.set_faults({});
      EXPECT_EQ(opened(receipt.object).size(), receipt.bytes);
      files_.remove(receipt.object);
      files_.remove(receipt.metadata_object);
    } catch (const Failure&) {
      EXPECT_TRUE(files_.list("").empty()) << "seed " << seed;
    }
    EXPECT_EQ(files_.unfinished(), 0U);
  }
  EXPECT_GT(succeeded, 20);
  EXPECT_LT(succeeded, 180);
}

}  // namespace
}  // namespace exportd::work
