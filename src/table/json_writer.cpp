#include "table/json_writer.hpp"

#include <string_view>

#include "table/json_string.hpp"

namespace exportd::table {

JsonWriter::JsonWriter(FileType type, const std::vector<std::string>& columns, ByteSink& out)
    : lines_(type == FileType::ndjson), block_(out) {
  for (const std::string& column : columns) {
    std::string& key = keys_.emplace_back("\"");
    append_escaped(key, column);
    key.append("\":");
  }
}

void JsonWriter::row(const Row& row) {
  if (!lines_) block_.append(any_ ? ",\n" : "[\n");
  any_ = true;
  block_.put('{');
  bool first = true;
  row.each([&](std::size_t column, const Cell& cell) {
    if (cell.kind == CellKind::absent || cell.kind == CellKind::blank) return;
    if (!first) block_.put(',');
    first = false;
    block_.append(keys_[column]);
    value(cell);
  });
  block_.put('}');
  if (lines_) block_.put('\n');
}

void JsonWriter::value(const Cell& cell) {
  switch (cell.kind) {
    case CellKind::absent:
    case CellKind::blank: return;
    case CellKind::null: return block_.append("null");
    case CellKind::number: return block_.append(cell);
    case CellKind::numbers:
    case CellKind::plain:
      block_.put('"');
      if (cell.bytes != 0) block_.append(cell);
      return block_.put('"');
    case CellKind::text: break;
  }
  block_.put('"');
  std::string_view text = cell.view();
  for (;;) {
    const std::size_t plain = unescaped_prefix(text);
    block_.append(text.substr(0, plain));
    if (plain == text.size()) break;
    block_.append(escape_of(static_cast<unsigned char>(text[plain])));
    text.remove_prefix(plain + 1);
  }
  block_.put('"');
}

void JsonWriter::end() {
  if (!lines_) block_.append(any_ ? "\n]\n" : "[]\n");
  block_.flush();
}

}  // namespace exportd::table
