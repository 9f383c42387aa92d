#include "api/openapi_parameters.hpp"

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "query/option_values.hpp"

namespace exportd::api {

namespace json = boost::json;

namespace {

struct Grammar {
  const char* values;
  const char* pattern;  // nullptr: any text
};

// The rest of each grammar, which no pattern holds, is docs/search-parameters.md.
Grammar grammar_of(ParameterKind kind) {
  switch (kind) {
    case ParameterKind::text: return {"Whole values, ignoring case; several joined by ||.", nullptr};
    case ParameterKind::substring: return {"Parts of values, ignoring case; several joined by ||.", nullptr};
    case ParameterKind::author: return {"Family names or full names; several joined by ||.", nullptr};
    case ParameterKind::year: return {"Years; several joined by ||.", "^[0-9 |]*$"};
    case ParameterKind::year_min: return {"The first year.", "^[0-9]{0,4}$"};
    case ParameterKind::year_max: return {"The last year.", "^[0-9]{0,4}$"};
    case ParameterKind::year_exact: return {"One year.", "^[0-9]{0,4}$"};
    case ParameterKind::pair: return {"value or value::[sub||sub]; several joined by ||.", nullptr};
    case ParameterKind::hierarchy: return {"value or parent::[child||child]; several joined by ||.", nullptr};
    case ParameterKind::feature: return {"type, name or type::[name||name]; several joined by ||.", nullptr};
    case ParameterKind::variables:
      return {"variable, group or group::[variable||variable]; several joined by ||. Variables keep their case.",
              nullptr};
    case ParameterKind::chemistry:
      return {"(group,variable,min,max), several joined by commas: all must hold.", nullptr};
    case ParameterKind::bounding_box:
      return {"west,south,east,north in degrees; west > east crosses the antimeridian.", nullptr};
    case ParameterKind::polygons: return {"Corners lon lat,lon lat,… of a ring; several joined by ||.", nullptr};
    case ParameterKind::age_min: return {"At least so many million years.", nullptr};
    case ParameterKind::age_max: return {"At most so many million years.", nullptr};
    case ParameterKind::age_exact: return {"So many million years.", nullptr};
  }
  return {"", nullptr};
}

json::object query_parameter(std::string_view name, std::string_view description, json::object schema) {
  return {{"name", name}, {"in", "query"}, {"description", description}, {"schema", std::move(schema)}};
}

struct FileOption {
  std::string_view name;
  std::string_view description;
};

constexpr std::array<FileOption, 8> file_options{{
    {"fileType", "What the file is."},
    {"layout",
     "A row for each sample, with a column for each analyte, or for each analyte and method; or a row for each "
     "result."},
    {"columns",
     "present: the analytes that the selected records have; all: those of all records; or a list of headers, variables "
     "and group codes (one RFC 4180 record)."},
    {"repeats", "Several results for a cell: joined in it, or in columns of their own."},
    {"companions", "Columns beside each analyte: any of qualifier, method, stdev, lab, comment, joined by commas."},
    {"compression", "Of the file as it is downloaded."},
    {"bom", "A byte order mark first, for Excel; csv only."},
    {"safe", "Text cells that a spreadsheet would take for a formula begin with an apostrophe; csv only."},
}};

std::string_view description_of(std::string_view option) {
  const auto* const found = std::ranges::find(file_options, option, &FileOption::name);
  return found == file_options.end() ? std::string_view() : found->description;
}

void add_file_options(json::array& parameters) {
  for (const query::OptionWords& option : query::option_words()) {
    json::object schema{{"type", "string"}};
    if (!option.several && !option.names_too) {
      json::array words;
      for (const std::string_view word : option.words) words.emplace_back(word);
      schema["enum"] = std::move(words);
    }
    parameters.push_back(query_parameter(option.name, description_of(option.name), std::move(schema)));
  }
}

}  // namespace

json::array openapi_parameters(const Environment& environment) {
  json::array parameters;
  for (const ParameterSpec& spec : environment.parameters) {
    const Grammar grammar = grammar_of(spec.kind);
    json::object schema{{"type", "string"}};
    if (grammar.pattern != nullptr) schema["pattern"] = grammar.pattern;
    if (!spec.example.empty()) schema["examples"] = json::array{spec.example};
    parameters.push_back(query_parameter(spec.name, grammar.values, schema));
    for (const std::string& alias : spec.aliases) {
      parameters.push_back(query_parameter(alias, "The same as " + spec.name + ".", schema));
    }
  }
  if (environment.box_edges) {
    for (const char* edge : {"west", "south", "east", "north"}) {
      parameters.push_back(query_parameter(edge, "Degrees; the four together are boundingBox.", {{"type", "string"}}));
    }
  }
  add_file_options(parameters);
  for (const std::string& ignored : environment.ignored) {
    parameters.push_back(query_parameter(ignored, "Accepted and ignored.", {{"type", "string"}}));
  }
  return parameters;
}

}  // namespace exportd::api
