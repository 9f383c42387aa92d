// The record's own fields (docs/records.md): what a document may hold besides analytes. In a flat record every
// top-level field that is not one of `own_fields` is an analyte.
#pragma once

#include <array>
#include <string_view>

namespace exportd {

// All top-level fields, in document order.
inline constexpr std::array<std::string_view, 36> own_fields = {
    "sampleId",          "sampleName",     "rootParent", "igsn",      "dataSource", "datasetCode",       "analysisType",
    "material",          "level1",         "level2",     "level3",    "level4",     "rockDescription",   "alteration",
    "tectonicSetting",   "geoFeatures",    "latitude",   "longitude", "location",   "locationPrecision", "elevationMin",
    "elevationMax",      "geologicalAge",  "ageMin",     "age",       "ageMax",     "station",           "expeditions",
    "samplingTechnique", "collectionDate", "comment",    "citations", "methods",    "variableNames",     "resultCount",
    "results",
};

}  // namespace exportd
