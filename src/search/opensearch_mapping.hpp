// OpenSearchMapping: how an index's fields can be searched: which are nested, and where each one's lower-case form is.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/environment.hpp"

namespace exportd::search {

struct MappedField {
  std::string type;          // "keyword", "double", …
  std::string lower_case;    // the path to search for lower-cased whole values: itself, or its `.lc`; empty: none
  std::string exact;         // the path that holds whole values as they are: itself, or its `.raw`; empty: none
};

class OpenSearchMapping {
 public:
  // `answer`: of GET /INDEX/_mapping, which may name several indices (an alias): a field counts if all of them map it
  // alike. Failure(ours, "search_mapping") for what is no mapping.
  explicit OpenSearchMapping(std::string_view answer);

  // nullptr: not mapped.
  [[nodiscard]] const MappedField* field(std::string_view path) const;
  // The nested object that the path lies in, or is; empty: the document itself.
  [[nodiscard]] std::string nested_path(std::string_view path) const;
  // Fields of flat records that are analytes: mapped, and not of the record's own; sorted by their bytes.
  [[nodiscard]] std::vector<std::string> analyte_fields() const;

  // The path to search `path` by, ignoring case. Failure(ours, "search_mapping") that says what the index needs.
  [[nodiscard]] const std::string& lower_case_path(std::string_view path) const;

 private:
  std::map<std::string, MappedField, std::less<>> fields_;
  std::set<std::string, std::less<>> nested_;
};

}  // namespace exportd::search
