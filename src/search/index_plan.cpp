#include "search/index_plan.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace exportd::search {
namespace {

constexpr std::array<std::string_view, 27> usual_text_paths = {"sampleName",
                                                               "rootParent",
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
                                                               "geologicalAge",
                                                               "station",
                                                               "expeditions",
                                                               "samplingTechnique",
                                                               "geoFeatures.type",
                                                               "geoFeatures.name",
                                                               "citations.citationId",
                                                               "citations.citationCode",
                                                               "citations.authors",
                                                               "citations.citationTitle",
                                                               "citations.citationContainerTitle",
                                                               "citations.citationDOI",
                                                               "results.laboratory"};

constexpr std::string_view usual_number_path = "citations.citationPublicationYear";

void add_paths(const ParameterSpec& spec, IndexPlan& plan) {
  std::vector<std::string>& texts = plan.text_paths;
  std::vector<std::string>& numbers = plan.number_paths;
  switch (spec.kind) {
    case ParameterKind::text:
    case ParameterKind::substring:
    case ParameterKind::author:
    case ParameterKind::pair:
    case ParameterKind::hierarchy: texts.insert(texts.end(), spec.fields.begin(), spec.fields.end()); break;
    case ParameterKind::feature:
      for (std::size_t at = 1; at < spec.fields.size(); ++at) texts.push_back(spec.fields[at]);
      break;
    case ParameterKind::year:
    case ParameterKind::year_min:
    case ParameterKind::year_max:
    case ParameterKind::year_exact: numbers.insert(numbers.end(), spec.fields.begin(), spec.fields.end()); break;
    // These have tables of their own, whose fields docs/search-parameters.md fixes.
    case ParameterKind::variables:
    case ParameterKind::chemistry:
    case ParameterKind::bounding_box:
    case ParameterKind::polygons:
    case ParameterKind::age_min:
    case ParameterKind::age_max:
    case ParameterKind::age_exact: break;
  }
}

void sort_unique(std::vector<std::string>& paths) {
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
}

void append(std::string& to, std::string_view part) {
  to += std::to_string(part.size());
  to += ':';
  to += part;
}

}  // namespace

std::string analytes_signature(const Environment& environment) {
  if (environment.shape == RecordShape::nested) return "nested";
  std::string signature = "flat";
  for (const FlatAnalyte& analyte : environment.flat_analytes) {
    for (const std::string& part : {analyte.field, analyte.variable, analyte.unit, analyte.group}) {
      append(signature, part);
    }
  }
  return signature;
}

IndexPlan index_plan(const Environment& environment) {
  IndexPlan plan;
  plan.text_paths.assign(usual_text_paths.begin(), usual_text_paths.end());
  plan.number_paths.emplace_back(usual_number_path);
  for (const ParameterSpec& spec : environment.parameters) add_paths(spec, plan);
  sort_unique(plan.text_paths);
  sort_unique(plan.number_paths);

  append(plan.signature, environment.order);
  for (const std::string& path : plan.text_paths) append(plan.signature, path);
  plan.signature += '#';
  for (const std::string& path : plan.number_paths) append(plan.signature, path);
  append(plan.signature, analytes_signature(environment));
  return plan;
}

}  // namespace exportd::search
