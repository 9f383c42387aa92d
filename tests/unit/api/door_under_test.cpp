#include "tests/unit/api/door_under_test.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <stdexcept>

#include "app/preview_rows.hpp"
#include "app/record_points.hpp"
#include "table/compress_sink.hpp"
#include "table/table_writer.hpp"
#include "tests/unit/query/shipped.hpp"

namespace exportd::api_test {

namespace {

class StringSink final : public ByteSink {
 public:
  void write(std::string_view bytes) override { text.append(bytes); }
  void finish() override {}
  std::string text;
};

api::ServiceParts parts_of(DoorUnderTest& door, TaskStore& tasks, FileStore& files, Clock& clock) {
  return {.tasks = tasks,
          .search = door.search,
          .files = files,
          .clock = clock,
          .environments = door.environments,
          .identities = {},
          .rules = {},
          .preview = [](const api::PreviewOrder& order) { return app::preview_rows(order, "."); },
          .points = app::record_points,
          .metrics = [] { return std::string(); },
          .openapi_base = query_test::source_file("src/api/openapi.json"),
          .page_files = {{"page.html", "<title>the page</title>"}},
          .draining = [] { return false; }};
}

}  // namespace

DoorUnderTest::DoorUnderTest()
    : environments{query_test::synthesis(), query_test::petdb()}, parts(parts_of(*this, tasks_, files_, clock_)) {
  parts.rules.secret = "a secret of the test";
  parts.rules.requests_per_minute = 0;
  parts.rules.creations_per_minute = 0;
  door_ = std::make_unique<api::FrontDoor>(parts, [](const std::string&, const Failure&) {});
}

Answered DoorUnderTest::get(const std::string& target) {
  api::Request request;
  request.method_name = "GET";
  const std::size_t mark = target.find('?');
  request.path = target.substr(0, mark);
  if (mark != std::string::npos) request.query = target.substr(mark + 1);
  return answered(std::move(request));
}

Answered DoorUnderTest::post(const std::string& target, const std::string& json) {
  api::Request request;
  request.method = api::Method::post;
  request.method_name = "POST";
  const std::size_t mark = target.find('?');
  request.path = target.substr(0, mark);
  if (mark != std::string::npos) request.query = target.substr(mark + 1);
  request.headers.add("Content-Type", "application/json");
  request.body = json;
  return answered(std::move(request));
}

Answered DoorUnderTest::answered(api::Request request) {
  request.id = "test";
  const api::Reply reply = door_->answer(request);
  Answered got{reply.status, std::get<std::string>(reply.content), {}};
  got.json = boost::json::parse(got.body).as_object();
  return got;
}

std::string Answered::of(std::string_view name) const {
  const boost::json::value* value = json.if_contains(name);
  if (value == nullptr) return "absent";
  return value->is_string() ? std::string(value->as_string()) : boost::json::serialize(*value);
}

WholeFile whole_file(Search& search, const Environment& environment, const std::string& query) {
  const query::Request request = query_test::parsed(environment, query);
  StringSink bytes;
  const bool plain = request.options.compression == Compression::none;
  const auto compressed = plain ? nullptr : table::make_compress_sink(request.options.compression, bytes);
  const std::vector<Analyte> held = search.analytes(environment);
  const auto table = table::TableWriter::create({environment, request.options, held, "."},
                                                plain ? static_cast<ByteSink&>(bytes) : *compressed);
  const OpenedSearch opened = search.open(environment, request.criteria, {});
  while (const std::optional<Page> page = opened.pages->next({})) table->write(*page, {});
  const table::TableSummary summary = table->finish({});
  if (!plain) compressed->finish();
  return {bytes.text, summary.records, summary.columns.size()};
}

}  // namespace exportd::api_test
