#include "tests/contract/search_contract_records.hpp"

#include <utility>

namespace exportd::contract {

Lines ids(Search& search, const Environment& environment, const Criteria& criteria) {
  OpenedSearch opened = search.open(environment, criteria, {});
  Lines found;
  while (const std::optional<Page> page = opened.pages->next({})) {
    EXPECT_FALSE(page->documents.empty());
    EXPECT_LE(page->bytes.size(), limits::page_bytes_max + limits::page_padding_bytes);
    for (const std::string_view document : page->documents) {
      const auto end = static_cast<std::size_t>(document.data() + document.size() - page->bytes.data());
      EXPECT_LE(end + limits::page_padding_bytes, page->bytes.size());
      const std::size_t from = document.find("\"sampleId\":\"") + 12;
      found.emplace_back(document.substr(from, document.find('"', from) - from));
    }
  }
  EXPECT_EQ(found.size(), opened.total);
  EXPECT_EQ(search.count(environment, criteria, no_deadline), opened.total);
  return found;
}

Criteria only(Clause clause) {
  return {{std::move(clause)}};
}

TextClause text(std::vector<std::string> fields, std::vector<std::string> values, TextMatch match) {
  return {std::move(fields), match, std::move(values)};
}

const Lines rocks = {
    R"({"sampleId":"b","material":"Whole Rock","analysisType":"Rock Analysis","level1":"igneous","level2":"volcanic",)"
    R"("level4":"tholeiite","rockDescription":"100% fresh_glass*","latitude":10,"longitude":180,"ageMin":5,"ageMax":9,)"
    R"("geoFeatures":[{"type":"location","name":"LAU BASIN"},{"type":"ocean","name":"PACIFIC"}],)"
    R"("citations":[{"authors":["LANGMUIR, C H","BENDER, J"],"citationPublicationYear":1983,)"
    R"("citationContainerTitle":"J GEOPHYS RES"},{"authors":["HAWKINS, J"],"citationPublicationYear":1990}],)"
    R"("results":[{"variable":"Zr","variableGroup":"trace element","value":100,"unit":"ppm","laboratory":"ETH"},)"
    R"({"variable":"Co","variableGroup":"trace element","value":7,"qualifier":"<","unit":"ppm","method":"XRF"}]})",
    R"({"sampleId":"a","material":["glass",null,["GLASS",true]],"latitude":"-20","longitude":-180,"age":7,)"
    R"("citations":{"authors":"Hawkins","citationPublicationYear":"1983"},)"
    R"("results":{"variable":"CO","variableGroup":"Trace Element","value":"1e2"}})",
    R"({"sampleId":"á","level1":"volcanic","level2":"tholeiite","latitude":90,"longitude":0,"results":[null]})",
    R"({"sampleId":"c","material":null,"latitude":50,"longitude":60,"location":{"lat":50,"lon":60},)"
    R"("results":[{"variable":"Zr","valueText":"BDL"},{"variable":"Zr","value":1E400}]})",
};

LoadedSearch with_rocks() {
  LoadedSearch loaded = SearchContract::GetParam().make();
  loaded.load(search_environment(), rocks);
  return loaded;
}

}  // namespace exportd::contract
