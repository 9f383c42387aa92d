#include "tests/unit/table/slow_model.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "tests/unit/table/slow_results.hpp"

namespace exportd::table::testing {
namespace {

using Cell = ModelCell;

const std::vector<std::string> metadata = {"sampleId",
                                           "sampleName",
                                           "igsn",
                                           "dataSource",
                                           "datasetCode",
                                           "analysisType",
                                           "material",
                                           "level1",
                                           "level2",
                                           "level3",
                                           "level4",
                                           "rockDescription",
                                           "alteration",
                                           "tectonicSetting",
                                           "geoFeatures",
                                           "latitude",
                                           "longitude",
                                           "locationPrecision",
                                           "elevationMin",
                                           "elevationMax",
                                           "geologicalAge",
                                           "ageMin",
                                           "age",
                                           "ageMax",
                                           "station",
                                           "expeditions",
                                           "samplingTechnique",
                                           "collectionDate",
                                           "citations",
                                           "authors",
                                           "publicationYears",
                                           "dois",
                                           "comment"};

// The columns of layout=long that are fields of a result, and those fields.
const std::vector<std::pair<std::string, std::string>> long_fields = {
    {"variable", "variable"},     {"group", "variableGroup"},         {"unit", "unit"},
    {"value", "value"},           {"qualifier", "qualifier"},         {"valueText", "valueText"},
    {"method", "method"},         {"methodComment", "methodComment"}, {"laboratory", "laboratory"},
    {"stdevValue", "stdevValue"}, {"stdevType", "stdevType"},         {"stdevUnit", "stdevUnit"}};

using Key = std::array<std::string, 3>;                        // variable, unit, method
using Order = std::tuple<int, std::string, std::size_t, Key>;  // rank of group, other group, element, bytes

std::pair<int, std::string> group_order(std::string group) {
  std::string low;
  for (const char c : group) low += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  const std::vector<std::string> first = {"major oxide", "rare earth element", "trace element",
                                          "radiogenic isotope ratio"};
  const auto known = std::ranges::find(first, low);
  if (known != first.end()) return {static_cast<int>(known - first.begin()), ""};
  return group.empty() ? std::pair{5, std::string()} : std::pair{4, group};
}

// Two results of one record and one analyte, shown: their companion parts.
std::map<std::string, std::vector<Cell>> companion_parts(const std::vector<ModelResult>& shown, Companion companion) {
  std::map<std::string, std::vector<Cell>> columns;  // ending → parts
  const auto add = [&](const std::string& ending, auto&& part_of) {
    for (const ModelResult& result : shown) {
      const Cell part = part_of(result);
      columns[ending].push_back(shows(part) ? part : text_cell(""));
    }
  };
  switch (companion) {
    case Companion::qualifier:
      add("qualifier", [](const ModelResult& r) { return shows(r.value) ? text_cell(r.qualifier) : r.whole(); });
      break;
    case Companion::method: add("method", [](const ModelResult& r) { return r.method; }); break;
    case Companion::lab: add("lab", [](const ModelResult& r) { return r.lab; }); break;
    case Companion::comment: add("method comment", [](const ModelResult& r) { return r.comment; }); break;
    case Companion::stdev: {
      std::set<std::string> endings;
      for (const ModelResult& result : shown) endings.insert(result.stdev_ending);
      for (const std::string& ending : endings) {
        add(ending, [&](const ModelResult& r) { return r.stdev_ending == ending ? r.stdev : Cell{}; });
      }
    }
  }
  return columns;
}

struct WideColumn {
  Key analyte;
  std::size_t repeat = 0;
  int place = -1;  // −1: the analyte itself, else the companion
  std::string ending;
};

// The cells of one record by (analyte, repeat, place, ending); absent ones are left out.
using Wide = std::map<std::tuple<Key, std::size_t, int, std::string>, Cell>;

Wide wide_cells(const std::map<Key, std::vector<ModelResult>>& analytes, const FileOptions& options) {
  Wide cells;
  const bool apart = std::ranges::find(options.companions, Companion::qualifier) != options.companions.end();
  for (const auto& [key, results] : analytes) {
    std::vector<ModelResult> shown;
    std::vector<Cell> all;
    for (const ModelResult& result : results) {
      if (result.shown()) shown.push_back(result);
      all.push_back(result.whole());
    }
    if (shown.empty()) cells[{key, 0, -1, ""}] = joined_shown(all);
    std::vector<std::vector<ModelResult>> columns;
    if (options.repeats == Repeats::join && !shown.empty()) columns.push_back(shown);
    if (options.repeats == Repeats::columns) {
      for (const ModelResult& result : shown) columns.push_back({result});
    }
    for (std::size_t n = 0; n < columns.size(); ++n) {
      std::vector<Cell> parts;
      bool any_value = false;
      for (const ModelResult& result : columns[n]) {
        any_value = any_value || shows(result.value);
        parts.push_back(!apart ? result.whole() : shows(result.value) ? result.value : text_cell(""));
      }
      cells[{key, n, -1, ""}] = apart && !any_value ? Cell{} : joined(parts, false);
      for (const Companion companion : options.companions) {
        if (companion == Companion::method && options.layout == Layout::method) continue;
        for (const auto& [ending, companions] : companion_parts(columns[n], companion)) {
          const Cell cell = joined(companions, true);
          if (shows(cell)) cells[{key, n, static_cast<int>(companion), ending}] = cell;
        }
      }
    }
  }
  return cells;
}

void name_columns(std::vector<WideColumn>& columns, std::vector<std::string>& header) {
  std::set<std::string> borne(metadata.begin(), metadata.end());
  std::map<std::pair<Key, std::size_t>, std::string> names;
  const auto unique = [&](const std::string& name) {
    std::string candidate = name;
    for (int n = 2; !borne.insert(candidate).second; ++n) candidate = name + " [" + std::to_string(n) + "]";
    return candidate;
  };
  for (int pass = 0; pass < 3; ++pass) {  // analytes, repeats, companions
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const WideColumn& column = columns[i];
      if (pass != (column.place >= 0 ? 2 : column.repeat == 0 ? 0 : 1)) continue;
      std::string name;
      if (pass == 0) {
        name = column.analyte[0].empty() ? "[unnamed]" : column.analyte[0];
        if (!column.analyte[1].empty()) name += " (" + column.analyte[1] + ")";
        if (!column.analyte[2].empty()) name += " [" + column.analyte[2] + "]";
        if (std::ranges::find(metadata, name) != metadata.end()) name += " [analyte]";
      } else if (pass == 1) {
        name = names[{column.analyte, 0}] + " [" + std::to_string(column.repeat + 1) + "]";
      } else {
        name = names[{column.analyte, column.repeat}] + " " + column.ending;
      }
      header[metadata.size() + i] = unique(name);
      if (pass < 2) names[{column.analyte, column.repeat}] = header[metadata.size() + i];
    }
  }
}

ModelTable wide_table(const std::vector<JsonTree>& records, const Environment& environment,
                      const FileOptions& options) {
  std::map<Key, std::pair<int, std::string>> groups;
  std::vector<Wide> rows;
  std::set<std::tuple<Key, std::size_t, int, std::string>> exist;
  for (const JsonTree& record : records) {
    std::map<Key, std::vector<ModelResult>> analytes;
    for (const ModelResult& result : results_of(record, environment, options.layout)) {
      const Key key = {result.analyte.variable, result.analyte.unit, result.analyte.method};
      const auto group = group_order(result.analyte.group);
      if (!groups.contains(key) || group < groups[key]) groups[key] = group;
      analytes[key].push_back(result);
    }
    rows.push_back(wide_cells(analytes, options));
    for (const auto& [place, cell] : rows.back()) exist.insert(place);
  }
  std::vector<std::pair<Order, Key>> order;
  for (const auto& [key, group] : groups) {
    exist.insert({key, 0, -1, ""});
    const auto element =
        static_cast<std::size_t>(std::ranges::find(environment.elements, key[0]) - environment.elements.begin());
    order.push_back({{group.first, group.second, element, key}, key});
  }
  std::ranges::sort(order);

  std::vector<WideColumn> columns;
  for (const auto& [rank, key] : order) {
    for (const auto& [analyte, repeat, place, ending] : exist) {
      if (analyte == key) columns.push_back({analyte, repeat, place, ending});
    }
  }
  ModelTable table{.header = metadata, .rows = {}};
  table.header.resize(metadata.size() + columns.size());
  name_columns(columns, table.header);
  for (std::size_t i = 0; i < records.size(); ++i) {
    std::vector<Cell>& row = table.rows.emplace_back();
    for (const std::string& column : metadata) row.push_back(metadata_cell(records[i], column));
    for (const WideColumn& c : columns) row.push_back(rows[i][{c.analyte, c.repeat, c.place, c.ending}]);
  }
  return table;
}

}  // namespace

ModelTable model_table(const std::vector<JsonTree>& records, const Environment& environment,
                       const FileOptions& options) {
  if (options.layout != Layout::long_form) return wide_table(records, environment, options);
  ModelTable table;
  for (const char* name : {"sampleId", "sampleName", "latitude", "longitude", "citations"})
    table.header.push_back(name);
  for (const auto& [name, field] : long_fields) table.header.push_back(name);
  table.header.push_back("citation");
  for (const JsonTree& record : records) {
    for (std::vector<Cell>& row : long_rows(record, environment, long_fields)) {
      for (std::size_t i = 5; i-- != 0;) row.insert(row.begin(), metadata_cell(record, table.header[i]));
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

}  // namespace exportd::table::testing
