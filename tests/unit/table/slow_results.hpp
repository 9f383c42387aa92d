// The slow model's cells and results: what a record says, before there are any columns.
#pragma once

#include <string>
#include <vector>

#include "core/analyte.hpp"
#include "tests/unit/table/slow_model.hpp"

namespace exportd::table::testing {

inline ModelCell text_cell(std::string text) {
  return {ModelCell::Kind::text, std::move(text), false};
}
inline bool shows(const ModelCell& cell) {
  return cell.kind == ModelCell::Kind::number || cell.kind == ModelCell::Kind::text;
}

// All parts, joined; `blank_if_empty`: a cell of empty parts only is absent.
[[nodiscard]] ModelCell joined(const std::vector<ModelCell>& parts, bool blank_if_empty);
// Those that show something, joined; if there are none, null if one is.
[[nodiscard]] ModelCell joined_shown(const std::vector<ModelCell>& parts);
// A value, or a list's values joined; nullptr: absent.
[[nodiscard]] ModelCell several(const JsonTree* value);

[[nodiscard]] ModelCell metadata_cell(const JsonTree& record, const std::string& column);

struct ModelResult {
  Analyte analyte;
  ModelCell value;  // number or text of `value`, else absent or null
  ModelCell text;   // of valueText
  std::string qualifier;
  bool has_qualifier = false;
  ModelCell method, stdev, lab, comment;
  std::string stdev_ending;

  [[nodiscard]] bool shown() const { return shows(value) || shows(text) || has_qualifier; }
  // Without a qualifier's companion.
  [[nodiscard]] ModelCell whole() const {
    if (shows(value)) return qualifier.empty() ? value : text_cell(qualifier + value.text);
    if (!shown()) {
      const bool null = value.kind == ModelCell::Kind::null || text.kind == ModelCell::Kind::null;
      return null ? ModelCell{ModelCell::Kind::null, "", false} : ModelCell{};
    }
    if (!shows(text)) return text_cell(qualifier);
    if (text.text.starts_with(qualifier)) return text;
    return text_cell(qualifier + text.text);
  }
};

[[nodiscard]] std::vector<ModelResult> results_of(const JsonTree& record, const Environment& environment,
                                                  Layout layout);

// layout=long: the cells of each row from `variable` on, `citation` the last. `fields`: column → field of a result.
[[nodiscard]] std::vector<std::vector<ModelCell>> long_rows(
    const JsonTree& record, const Environment& environment,
    const std::vector<std::pair<std::string, std::string>>& fields);

}  // namespace exportd::table::testing
