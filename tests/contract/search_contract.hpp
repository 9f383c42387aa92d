// What every Search must do, whatever holds the records. A test instantiates SearchContract with a factory for each
// adapter; the environment and the records are the suite's own.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/environment.hpp"
#include "core/ports.hpp"

namespace exportd::contract {

// A Search that holds the given NDJSON lines; `load` puts more of them into it, as one import does.
struct LoadedSearch {
  std::unique_ptr<Search> search;
  std::function<void(const Environment&, const std::vector<std::string>& lines)> load;
};

// What not every store of records can do. Whatever is not named here, all of them must.
struct SearchAbilities {
  bool knows_import_order = true;  // the order "index" is that of the import; else it is that of the ids
  bool keeps_places = true;        // in the order "index" a replaced record stays where it was
  bool finds_null_results = true;  // a null in a flat record's field is a result, if one without a value
  bool takes_odd_types = true;     // a result's texts may be lists or objects; a list is one name
};

struct SearchAdapter {
  std::string name;
  std::function<LoadedSearch()> make;  // an empty one
  SearchAbilities able = {};
};

class SearchContract : public ::testing::TestWithParam<SearchAdapter> {};

// Nested records, all kinds of parameters; named "synthesis".
[[nodiscard]] Environment search_environment();
// Flat records, with one analyte configured: field "SIO2" is SiO2 in wt%, a major oxide; named "flat".
[[nodiscard]] Environment flat_environment();

}  // namespace exportd::contract
