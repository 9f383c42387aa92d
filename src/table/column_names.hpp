// Names of columns, and that no two columns of a file bear the same one (docs/file-formats.md).
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "core/analyte.hpp"

namespace exportd::table {

// The record's own columns, in the file's order; there in layouts sample and method.
inline constexpr std::array<std::string_view, 33> metadata_columns = {
    "sampleId",
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
    "comment",
};

// The columns of layout=long.
inline constexpr std::array<std::string_view, 18> long_columns = {
    "sampleId",      "sampleName", "latitude",   "longitude", "citations", "variable",
    "group",         "unit",       "value",      "qualifier", "valueText", "method",
    "methodComment", "laboratory", "stdevValue", "stdevType", "stdevUnit", "citation",
};

inline constexpr std::string_view unnamed = "[unnamed]";

// `SiO2 (wt%)`, `Zr (ppm) [XRF(100)]`: not yet told apart from other columns.
[[nodiscard]] std::string plain_name(const Analyte& analyte);

class ColumnNames {
 public:
  ColumnNames();  // the metadata columns' names are borne

  [[nodiscard]] std::string for_analyte(const Analyte& analyte);
  // `name` itself or, if it is borne already, with ` [2]`, ` [3]`, …
  [[nodiscard]] std::string unique(std::string name);

 private:
  std::unordered_set<std::string> borne_;
};

}  // namespace exportd::table
