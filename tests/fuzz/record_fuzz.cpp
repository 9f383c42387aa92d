// Arbitrary bytes as a file to import: never a crash, and what is taken in can be found and comes out as it went in.
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "core/failure.hpp"
#include "search/importer.hpp"
#include "search/json_tree.hpp"
#include "search/record_index.hpp"
#include "search/sqlite_search.hpp"

namespace {

using namespace exportd;
using namespace exportd::search;

// Counts entries and touches their bytes.
class Touching final : public IndexSink {
 public:
  void text(std::size_t, int, std::string_view text) override { touched_ += text.empty() ? 0U : std::size_t{1}; }
  void number(std::size_t, int, double value) override { touched_ += value > 0 ? 1U : 0U; }
  void position(double longitude, double latitude) override { touched_ += longitude > latitude ? 1U : 0U; }
  void result(const AnalyteTexts& texts, AnalyteRole, std::optional<double>) override {
    touched_ += texts.variable.size() + texts.unit.size() + texts.group.size() + texts.method.size();
  }

 private:
  std::size_t touched_ = 0;
};

Environment environment_of(RecordShape shape) {
  Environment environment;
  environment.name = "fuzz";
  environment.shape = shape;
  environment.order = "material";
  return environment;
}

// Every line as a record, in both shapes, without a store.
void read_lines(std::string_view bytes) {
  static RecordIndex nested(environment_of(RecordShape::nested));
  static RecordIndex flat(environment_of(RecordShape::flat));
  JsonTree tree;
  if (tree.read(bytes).has_value()) return;
  Touching sink;
  for (RecordIndex* index : {&nested, &flat}) {
    if (index->fault(tree.root())) continue;
    static_cast<void>(index->id(tree.root()));
    static_cast<void>(index->order_key(tree.root()));
    static_cast<void>(RecordIndex::ages(tree.root()));
    index->entries(tree.root(), sink);
  }
}

void import_all(std::string_view bytes) {
  static const Environment environment = environment_of(RecordShape::nested);
  static const std::filesystem::path store =
      std::filesystem::temp_directory_path() / ("exportd-record-fuzz-" + std::to_string(::getpid()) + ".db");
  ImportReport report;
  try {
    report = import_records(store, environment, from_memory(bytes), {BadLines::skip}, nullptr, {});
  } catch (const Failure& failure) {
    if (failure.code() != "file_unreadable") std::abort();
    return;
  }
  if (report.added + report.replaced == 0) return;
  SqliteSearch search(store);
  OpenedSearch opened = search.open(environment, {}, {});
  std::uint64_t seen = 0;
  JsonTree tree;
  while (const std::optional<Page> page = opened.pages->next({})) {
    for (const std::string_view document : page->documents) {
      if (tree.read(document).has_value()) std::abort();
      ++seen;
    }
  }
  if (seen != opened.total) std::abort();
  // A store that has grown large only slows the fuzzer down.
  if (seen > 500) std::filesystem::remove(store);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  read_lines(text);
  // The store costs a thousand times as much as the reading of a record.
  if (size % 16 == 0) import_all(text);
  return 0;
}
