#include "tests/unit/table/slow_results.hpp"

#include <algorithm>

#include "core/json_number.hpp"
#include "core/record_fields.hpp"

namespace exportd::table::testing {
namespace {

using Kind = JsonTree::Kind;
using Cell = ModelCell;

std::vector<JsonTree> flattened(const JsonTree* tree) {
  if (tree == nullptr) return {};
  if (tree->kind != Kind::list) return {*tree};
  std::vector<JsonTree> all;
  for (const JsonTree& element : tree->elements) {
    for (const JsonTree& inner : flattened(&element)) all.push_back(inner);
  }
  return all;
}

Cell one(const JsonTree& value) {
  switch (value.kind) {
    case Kind::null: return {Cell::Kind::null, "", false};
    case Kind::number: return {Cell::Kind::number, value.text, true};
    case Kind::text: return text_cell(value.text);
    case Kind::yes: return text_cell("true");
    case Kind::no: return text_cell("false");
    default: return text_cell(plain(value));
  }
}

// Of a field that says nothing: "".
std::string words(const JsonTree* value) {
  return several(value).text;
}

std::vector<JsonTree> objects(const JsonTree* list) {
  std::vector<JsonTree> all = flattened(list);
  std::erase_if(all, [](const JsonTree& element) { return element.kind == Kind::null; });
  return all;
}

Cell citation_name(const JsonTree& citation) {
  const Cell code = several(citation.field("citationCode"));
  return shows(code) ? code : several(citation.field("citationId"));
}

ModelResult nested_result(const JsonTree& object, Layout layout) {
  ModelResult result;
  result.analyte = {words(object.field("variable")), words(object.field("unit")), words(object.field("variableGroup")),
                    layout == Layout::method ? words(object.field("method")) : std::string()};
  const Cell qualifier = several(object.field("qualifier"));
  result.has_qualifier = shows(qualifier);
  result.qualifier = qualifier.text;
  result.method = several(object.field("method"));
  result.stdev = several(object.field("stdevValue"));
  result.lab = several(object.field("laboratory"));
  result.comment = several(object.field("methodComment"));
  const std::string type = words(object.field("stdevType")), unit = words(object.field("stdevUnit"));
  result.stdev_ending = type.empty() ? "stdev" : type;
  if (!unit.empty() && unit != result.analyte.unit) result.stdev_ending += " (" + unit + ")";
  return result;
}

void add_results(std::vector<ModelResult>& to, const JsonTree& object, Layout layout) {
  const ModelResult base = nested_result(object, layout);
  const auto add = [&](const Cell& value, const Cell& text) {
    ModelResult& result = to.emplace_back(base);
    result.value = value;
    result.text = text;
  };
  const JsonTree* value = object.field("value");
  const JsonTree* text = object.field("valueText");
  const bool no_value = value == nullptr || value->kind == Kind::null || flattened(value).empty();
  const Cell missing = value != nullptr && value->kind == Kind::null ? one(*value) : Cell{};
  if (!no_value) {
    for (const JsonTree& element : flattened(value)) add(one(element), several(text));
  } else if (flattened(text).empty()) {
    add(missing, {});
  } else {
    for (const JsonTree& element : flattened(text)) add(missing, one(element));
  }
}

}  // namespace

ModelCell several(const JsonTree* value) {
  std::vector<Cell> parts;
  for (const JsonTree& element : flattened(value)) parts.push_back(one(element));
  return joined_shown(parts);
}

ModelCell joined(const std::vector<Cell>& parts, bool blank_if_empty) {
  if (parts.empty()) return {};
  if (blank_if_empty && std::ranges::all_of(parts, [](const Cell& part) { return part.text.empty(); })) return {};
  if (parts.size() == 1) return parts[0];
  Cell cell = text_cell("");
  cell.numbers_only = true;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    cell.text += (i == 0 ? "" : "; ") + parts[i].text;
    cell.numbers_only = cell.numbers_only && (parts[i].numbers_only || parts[i].text.empty());
  }
  return cell;
}

ModelCell joined_shown(const std::vector<Cell>& parts) {
  std::vector<Cell> shown;
  bool null = false;
  for (const Cell& part : parts) {
    if (shows(part)) shown.push_back(part);
    null = null || part.kind == Cell::Kind::null;
  }
  if (shown.empty()) return null ? Cell{Cell::Kind::null, "", false} : Cell{};
  return joined(shown, false);
}

ModelCell metadata_cell(const JsonTree& record, const std::string& column) {
  const std::vector<JsonTree> citations = objects(record.field("citations"));
  const auto part_of_each = [&](auto&& part_of) {
    std::vector<Cell> parts;
    for (const JsonTree& citation : citations) {
      const Cell part = part_of(citation);
      parts.push_back(shows(part) ? part : text_cell(""));
    }
    return joined(parts, true);
  };
  if (column == "citations") {
    if (citations.empty() && !flattened(record.field("citations")).empty()) return {Cell::Kind::null, "", false};
    return part_of_each(citation_name);
  }
  if (column == "publicationYears") {
    return part_of_each([](const JsonTree& c) { return several(c.field("citationPublicationYear")); });
  }
  if (column == "dois") return part_of_each([](const JsonTree& c) { return several(c.field("citationDOI")); });
  if (column == "authors") {
    std::vector<Cell> parts;
    for (const JsonTree& citation : citations) {
      for (const JsonTree& author : flattened(citation.field("authors"))) parts.push_back(one(author));
    }
    return joined_shown(parts);
  }
  return several(record.field(column));
}

std::vector<ModelResult> results_of(const JsonTree& record, const Environment& environment, Layout layout) {
  std::vector<ModelResult> results;
  for (const auto& [name, field] : record.fields) {
    if (environment.shape == RecordShape::nested || std::ranges::find(own_fields, name) != own_fields.end()) continue;
    Analyte analyte{name, "", "", ""};
    for (const FlatAnalyte& known : environment.flat_analytes) {
      if (known.field == name) analyte = {known.variable, known.unit, known.group, ""};
    }
    for (const JsonTree& element : flattened(&field)) {
      ModelResult& result = results.emplace_back();
      result.analyte = analyte;
      const Cell cell = one(element);
      const bool is_value = cell.kind != Cell::Kind::text || (element.kind == Kind::text && is_json_number(cell.text));
      (is_value ? result.value : result.text) = cell;
    }
  }
  for (const JsonTree& object : objects(record.field("results"))) add_results(results, object, layout);
  return results;
}

std::vector<std::vector<ModelCell>> long_rows(const JsonTree& record, const Environment& environment,
                                              const std::vector<std::pair<std::string, std::string>>& fields) {
  std::vector<std::vector<Cell>> rows;
  if (environment.shape == RecordShape::flat) {
    for (const ModelResult& result : results_of(record, environment, Layout::long_form)) {
      std::vector<Cell>& row = rows.emplace_back(fields.size() + 1);
      row[0] = text_cell(result.analyte.variable);
      if (!result.analyte.group.empty()) row[1] = text_cell(result.analyte.group);
      if (!result.analyte.unit.empty()) row[2] = text_cell(result.analyte.unit);
      row[3] = result.value;
      row[5] = result.text;
    }
  }
  const std::vector<JsonTree> citations = objects(record.field("citations"));
  for (const JsonTree& object : objects(record.field("results"))) {
    std::vector<Cell>& row = rows.emplace_back();
    for (const auto& [column, field] : fields) row.push_back(several(object.field(field)));
    std::vector<Cell> names;
    for (const JsonTree& id : flattened(object.field("citationId"))) {
      Cell name = one(id);
      for (auto citation = citations.rbegin(); citation != citations.rend(); ++citation) {
        const Cell own_id = several(citation->field("citationId")), code = several(citation->field("citationCode"));
        if (shows(one(id)) && shows(own_id) && shows(code) && own_id.text == one(id).text) name = code;
      }
      names.push_back(name);
    }
    row.push_back(joined_shown(names));
  }
  return rows;
}

}  // namespace exportd::table::testing
