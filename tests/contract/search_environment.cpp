#include "tests/contract/search_contract.hpp"

namespace exportd::contract {
namespace {

ParameterSpec parameter(std::string name, ParameterKind kind, std::vector<std::string> fields) {
  ParameterSpec spec;
  spec.name = std::move(name);
  spec.kind = kind;
  spec.fields = std::move(fields);
  return spec;
}

}  // namespace

Environment search_environment() {
  using Kind = ParameterKind;
  const std::vector<std::string> levels = {"level1", "level2", "level3", "level4"};
  const std::string year = "citations.citationPublicationYear";
  Environment environment;
  environment.name = "synthesis";
  environment.parameters = {
      parameter("authors", Kind::author, {"citations.authors"}),
      parameter("journals", Kind::text, {"citations.citationContainerTitle"}),
      parameter("title", Kind::substring, {"citations.citationTitle"}),
      parameter("publicationYears", Kind::year, {year}),
      parameter("minpubyear", Kind::year_min, {year}),
      parameter("analysisTypes", Kind::pair, {"analysisType", "material"}),
      parameter("taxons", Kind::hierarchy, levels),
      parameter("material", Kind::text, {"material"}),
      parameter("geoFeatures", Kind::feature, {"geoFeatures", "geoFeatures.type", "geoFeatures.name"}),
      parameter("keyword", Kind::substring, {"rockDescription", "level4", "geoFeatures.name"}),
      parameter("laboratories", Kind::text, {"results.laboratory"}),
      parameter("variables", Kind::variables, {}),
      parameter("chemistry", Kind::chemistry, {}),
      parameter("boundingBox", Kind::bounding_box, {}),
      parameter("polygons", Kind::polygons, {}),
      parameter("minage", Kind::age_min, {}),
  };
  return environment;
}

Environment flat_environment() {
  Environment environment = search_environment();
  environment.name = "flat";
  environment.shape = RecordShape::flat;
  environment.flat_analytes = {{.field = "SIO2", .variable = "SiO2", .unit = "wt%", .group = "Major Oxide"}};
  return environment;
}

}  // namespace exportd::contract
