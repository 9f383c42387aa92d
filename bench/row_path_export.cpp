// One file of flat records → one CSV file, by the table alone: the process that run_row_path.py sets beside its peers.
//
//   row_path_export RECORDS.ndjson OUT.csv all|present [repeats]
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

#include "bench/generated_records.hpp"
#include "table/table_writer.hpp"

namespace exportd::bench {
namespace {

class FileSink final : public ByteSink {
 public:
  explicit FileSink(const char* name) : file_(std::fopen(name, "wb")) {
    if (file_ == nullptr) throw std::runtime_error("the output cannot be opened");
    std::setvbuf(file_, nullptr, _IONBF, 0);  // the table writes in blocks
  }
  ~FileSink() override { std::fclose(file_); }
  FileSink(const FileSink&) = delete;
  FileSink& operator=(const FileSink&) = delete;

  void write(std::string_view bytes) override {
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size()) throw std::runtime_error("the disk is full");
  }
  void finish() override {}

 private:
  std::FILE* file_;
};

// Pages as the search makes them: whole lines, a few MiB each.
class Pages {
 public:
  explicit Pages(const char* name) : file_(std::fopen(name, "rb")) {
    if (file_ == nullptr) throw std::runtime_error("the records cannot be opened");
  }
  ~Pages() { std::fclose(file_); }
  Pages(const Pages&) = delete;
  Pages& operator=(const Pages&) = delete;

  // false: there are no more.
  bool next(Page& page) {
    page.documents.clear();
    page.bytes.resize(page_bytes + limits::page_padding_bytes);
    std::copy(rest_.begin(), rest_.end(), page.bytes.begin());
    const std::size_t got = std::fread(page.bytes.data() + rest_.size(), 1, page_bytes - rest_.size(), file_);
    const std::string_view text(page.bytes.data(), rest_.size() + got);
    std::size_t from = 0;
    for (std::size_t end; (end = text.find('\n', from)) != std::string_view::npos; from = end + 1) {
      page.documents.push_back(text.substr(from, end - from));
    }
    rest_ = text.substr(from);
    return !page.documents.empty();
  }

 private:
  static constexpr std::size_t page_bytes = 4 * limits::MiB;

  std::FILE* file_;
  std::string rest_;
};

void run(const char* records, const char* out, std::string_view columns, bool repeats) {
  const Environment environment = flat_environment();
  FileOptions options;
  options.columns = columns == "all" ? ColumnChoice::all : ColumnChoice::present;
  options.repeats = repeats ? Repeats::columns : Repeats::join;
  FileSink sink(out);
  const auto writer = table::TableWriter::create({.environment = environment,
                                                  .options = options,
                                                  .held = all_analytes(),
                                                  .work_dir = std::filesystem::temp_directory_path()},
                                                 sink);
  Pages pages(records);
  for (Page page; pages.next(page);) writer->write(page, {});
  const table::TableSummary summary = writer->finish({});
  std::cout << summary.rows << " rows, " << summary.columns.size() << " columns\n";
}

}  // namespace
}  // namespace exportd::bench

int main(int count, char** arguments) try {
  if (count < 4) throw std::runtime_error("usage: row_path_export RECORDS.ndjson OUT.csv all|present [repeats]");
  exportd::bench::run(arguments[1], arguments[2], arguments[3], count > 4);
} catch (const std::exception& failure) {
  std::cerr << "row_path_export: " << failure.what() << '\n';
  return 1;
}
