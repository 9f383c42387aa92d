#include "app/preview_rows.hpp"

#include <cassert>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "table/compress_sink.hpp"
#include "table/table_writer.hpp"

namespace exportd::app {

namespace {

class TextSink final : public ByteSink {
 public:
  void write(std::string_view bytes) override { text_.append(bytes); }
  void finish() override {}
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

class CountingSink final : public ByteSink {
 public:
  void write(std::string_view bytes) override { bytes_ += bytes.size(); }
  void finish() override {}
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  std::uint64_t bytes_ = 0;
};

class PreviewTables {
 public:
  PreviewTables(const api::PreviewOrder& order, const std::filesystem::path& work_dir)
      : order_(order), work_dir_(work_dir) {}

  // The records once, or several times over.
  table::TableSummary write(const FileOptions& options, ByteSink& out, int times = 1) const {
    const auto table = table::TableWriter::create({order_.environment, options, order_.held, work_dir_}, out);
    for (int time = 0; time < times; ++time) table->write(order_.page, {});
    return table->finish({});
  }

  [[nodiscard]] std::uint64_t bytes(const FileOptions& options, int times = 1) const {
    CountingSink counted;
    static_cast<void>(write(options, counted, times));
    return counted.bytes();
  }

  [[nodiscard]] std::uint64_t compressed_bytes(const FileOptions& options) const {
    CountingSink counted;
    const auto compressed = table::make_compress_sink(options.compression, counted);
    static_cast<void>(write(options, *compressed));
    compressed->finish();
    return counted.bytes();
  }

 private:
  const api::PreviewOrder& order_;
  const std::filesystem::path& work_dir_;
};

// A line of the file is an object, and a comma behind it unless it is the last one (docs/file-formats.md section 10.2):
// no object has a line break in it.
std::vector<std::string> objects_of(std::string_view json) {
  std::vector<std::string> objects;
  if (json == "[]\n") return objects;
  assert(json.starts_with("[\n") && json.ends_with("\n]\n"));
  json.remove_prefix(2);
  json.remove_suffix(2);
  while (!json.empty()) {
    const std::size_t end = json.find('\n');
    std::string_view line = json.substr(0, end);
    if (line.ends_with(',')) line.remove_suffix(1);
    objects.emplace_back(line);
    json.remove_prefix(end + 1);
  }
  return objects;
}

}  // namespace

api::PreviewRows preview_rows(const api::PreviewOrder& order, const std::filesystem::path& work_dir) {
  const PreviewTables tables(order, work_dir);
  FileOptions json = order.options;
  json.file_type = FileType::json;
  json.bom = json.safe = false;  // belong to CSV
  TextSink text;
  const table::TableSummary summary = tables.write(json, text);

  api::PreviewRows made;
  made.rows = objects_of(text.text());
  made.columns = summary.columns.size();
  // The same records a second time add what they take, and nothing of what begins and ends the file.
  const std::uint64_t once = tables.bytes(order.options);
  made.row_bytes = tables.bytes(order.options, 2) - once;
  made.bytes = order.options.compression == Compression::none ? once : tables.compressed_bytes(order.options);
  return made;
}

}  // namespace exportd::app
