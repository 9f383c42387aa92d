// OpenSearchMapping: how an index's fields can be searched: which are nested, and where each one's lower-case form is.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/environment.hpp"

namespace exportd::search {

struct MappedField {
  std::string type;    // "keyword", "double", …; "mixed": two indices disagree; "… (not indexed)": cannot be searched
  std::string nested;  // the nested object that it lies in; empty: the document itself
  std::string lower_case;  // the path to search for lower-cased whole values: itself, or its `.lc`; empty: none
  std::string exact;       // the path that holds whole values: as they are if there is such a path; empty: none

  friend bool operator==(const MappedField&, const MappedField&) = default;
};

class OpenSearchMapping {
 public:
  // `answer`: of GET /INDEX/_mapping, which may name several indices (an alias): a field of the record's own counts if
  // all of them map it alike. Failure(ours, "search_mapping") for what is no mapping.
  explicit OpenSearchMapping(std::string_view answer);

  // nullptr: not mapped.
  [[nodiscard]] const MappedField* field(std::string_view path) const;
  // The nested object that the path lies in, or is; empty: the document itself.
  [[nodiscard]] std::string nested_path(std::string_view path) const;
  // Fields of flat records that are analytes: mapped, and not of the record's own; sorted by their bytes.
  [[nodiscard]] std::vector<std::string> analyte_fields() const;

  // These say how to search `path`, or throw Failure(ours, "search_mapping") that says what the index needs.
  // Ignoring case.
  [[nodiscard]] const std::string& lower_case_path(std::string_view path) const;
  // As written, case and all.
  [[nodiscard]] const std::string& exact_path(std::string_view path) const;
  // By bounds of numbers, compared as doubles: the path itself.
  [[nodiscard]] std::string number_path(std::string_view path) const;
  // By years, whole numbers: the path itself.
  [[nodiscard]] std::string year_path(std::string_view path) const;
  // By whether there is a value at all: the path itself.
  [[nodiscard]] std::string known_path(std::string_view path) const;
  // Several fields of one object of the list at `path`: the path itself, which is nested.
  [[nodiscard]] std::string list_path(std::string_view path) const;

 private:
  [[nodiscard]] std::string path_of_type(std::string_view path, std::span<const std::string_view> types,
                                         const char* needed) const;

  std::map<std::string, MappedField, std::less<>> fields_;
  std::set<std::string, std::less<>> nested_;
};

}  // namespace exportd::search
