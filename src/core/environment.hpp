// Environment: one search environment (synthesis, petdb, …) as configured in environments/*.toml.
// Which parameters exist, what each of them searches, and how the file's columns are ordered is data here, not code.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace exportd {

enum class RecordShape {
  nested,  // results stand in `results[]`
  flat,    // every field that is not a record field is an analyte
};

// What a parameter's values mean. The grammar of each kind is docs/search-parameters.md.
enum class ParameterKind {
  text,          // whole value of one of `fields`
  substring,     // part of a value of one of `fields`
  author,        // family name (before the comma) or full name, one of `fields`
  year,          // a year or years joined by ||, of `fields`
  year_min,      // lower bound, inclusive
  year_max,      // upper bound, inclusive
  year_exact,    // one year
  pair,          // value or value::[sub]: fields = {value field, sub field} of the record
  hierarchy,     // value or parent::[child]: fields = the levels, upper first
  feature,       // type, name or type::[name] on one element of fields[0]: fields = {list, type, name}
  variables,     // variable, group or group::[variable]
  chemistry,     // (group,variable,min,max),…
  bounding_box,  // west,south,east,north
  polygons,      // lon lat,lon lat,…
  age_min,       // Ma, inclusive
  age_max,
  age_exact,
};

struct ParameterSpec {
  std::string name;  // the canonical name
  ParameterKind kind{};
  std::vector<std::string> fields;   // record field paths: "material", "citations.authors", "results.laboratory"
  std::vector<std::string> aliases;  // other names for the same parameter
  std::string example;               // a value that a scientist would type
  std::string words;                 // how the clause reads in a sentence: "material is {}"
};

// The configured name of a flat record's analyte.
struct FlatAnalyte {
  std::string field;
  std::string variable;
  std::string unit;
  std::string group;
};

struct Environment {
  std::string name;  // [a-z][a-z0-9-]{0,31}
  std::string title;
  std::string index;  // the index (OpenSearch) that holds its records
  bool email_required = false;
  std::string order = "sampleId";     // field to sort by (UTF-8 bytes), or "index" = the store's own order
  std::string id_field = "sampleId";  // unique text field
  RecordShape shape = RecordShape::nested;
  std::vector<ParameterSpec> parameters;
  bool box_edges = false;             // west, south, east, north may stand for boundingBox
  std::vector<std::string> ignored;   // parameters accepted and ignored
  std::vector<std::string> elements;  // order of variables inside a group of columns
  std::vector<FlatAnalyte> flat_analytes;
  std::string licence;
  std::string licence_url;
  std::string cite;
  std::string search_url;

  [[nodiscard]] const ParameterSpec* parameter(std::string_view canonical_name) const {
    for (const ParameterSpec& spec : parameters) {
      if (spec.name == canonical_name) return &spec;
    }
    return nullptr;
  }
};

}  // namespace exportd
