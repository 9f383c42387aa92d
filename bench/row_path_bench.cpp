// The row path alone: documents in memory → bytes counted and dropped, one thread. Rates are of JSON read.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <string_view>

#include "bench/generated_records.hpp"
#include "table/table_writer.hpp"

namespace exportd::bench {
namespace {

class CountingSink final : public ByteSink {
 public:
  void write(std::string_view bytes) override { count += bytes.size(); }
  void finish() override {}

  std::size_t count = 0;
};

void run(benchmark::State& state, const FileOptions& options) {
  const auto values = static_cast<double>(state.range(0)) / 10;
  const Page page = flat_page(static_cast<std::size_t>(state.range(1)), values);
  const Environment environment = flat_environment();
  const std::vector<Analyte> held = all_analytes();
  std::size_t written = 0;
  for (auto _ : state) {
    CountingSink sink;
    const auto writer = table::TableWriter::create({.environment = environment,
                                                    .options = options,
                                                    .held = held,
                                                    .work_dir = std::filesystem::temp_directory_path()},
                                                   sink);
    writer->write(page, {});
    benchmark::DoNotOptimize(writer->finish({}));
    written = sink.count;
  }
  const auto read = static_cast<double>(page.bytes.size());
  state.SetBytesProcessed(static_cast<std::int64_t>(page.bytes.size()) * static_cast<std::int64_t>(state.iterations()));
  state.SetItemsProcessed(static_cast<std::int64_t>(page.documents.size()) *
                          static_cast<std::int64_t>(state.iterations()));
  state.counters["JSON/row"] = read / static_cast<double>(page.documents.size());
  state.counters["out/row"] = static_cast<double>(written) / static_cast<double>(page.documents.size());
}

void csv_all(benchmark::State& state) {
  FileOptions options;
  options.columns = ColumnChoice::all;
  run(state, options);
}
void csv_present(benchmark::State& state) {
  run(state, {});
}
void csv_repeats_and_companions(benchmark::State& state) {
  FileOptions options;
  options.repeats = Repeats::columns;
  options.companions = {Companion::qualifier, Companion::method};
  run(state, options);
}
void ndjson_all(benchmark::State& state) {
  FileOptions options;
  options.columns = ColumnChoice::all;
  options.file_type = FileType::ndjson;
  run(state, options);
}
void csv_long(benchmark::State& state) {
  FileOptions options;
  options.layout = Layout::long_form;
  run(state, options);
}

// {values per record × 10, records}
void shapes(benchmark::internal::Benchmark* benchmark) {
  benchmark->Args({75, 8'000})->Args({1'000, 4'000})->Args({28'850, 250})->Unit(benchmark::kMillisecond);
}

BENCHMARK(csv_all)->Apply(shapes);
BENCHMARK(csv_present)->Apply(shapes);
BENCHMARK(csv_repeats_and_companions)->Apply(shapes);
BENCHMARK(ndjson_all)->Apply(shapes);
BENCHMARK(csv_long)->Apply(shapes);

}  // namespace
}  // namespace exportd::bench
