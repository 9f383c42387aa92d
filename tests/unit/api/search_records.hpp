// Records for the tests of /search: enough of them that a preview is a part, and so that the later ones have columns,
// groups and names which the first ones do not know of.
#pragma once

#include <string>
#include <vector>

namespace exportd::api_test {

inline std::string search_record(int number) {
  const std::string text = std::to_string(number);
  const std::string id = std::string(3 - text.size(), '0') + text;
  const auto result = [](const std::string& variable, const std::string& value, const std::string& rest) {
    return R"({"variable":")" + variable + R"(","value":)" + value + rest + "}";
  };
  const std::string oxide = R"(,"unit":"wt%","variableGroup":"major oxide","method":"XRF","citationId":"c1")";
  const std::string trace = R"(,"unit":"ppm","variableGroup":"trace element","method":"ICP")";
  std::string results = result("SiO2", std::to_string(40 + number % 30) + ".50", oxide);
  if (number % 3 == 0) results += "," + result("Zr", "1E2", trace) + "," + result("Zr", "0.10", trace);
  if (number % 5 == 0) results += "," + result("La", "3", trace + R"(,"qualifier":"<","laboratory":"LDEO")");
  results += "," + result("V" + std::to_string(number / 10), "7", number < 200 ? "" : trace);
  // Late in the order: a name that is taken, and a group for a variable that had none.
  if (number >= 180) results += "," + result("SiO2 (wt%)", "12345678901234567890", "") + "," + result("V1", "1", trace);
  return R"({"sampleId":"r)" + id + R"(","sampleName":"=A \"quoted\",\nname )" + text + R"(","material":")" +
         (number % 2 == 0 ? "glass" : "Whole Rock") + R"(","level4":"l)" + std::to_string(number % 7) +
         R"(","latitude":-0.0,"comment":null,"citations":[{"citationId":"c1","authors":[)"
         R"("Smith, J","O'HEARN, T"],"citationPublicationYear":)" +
         std::to_string(1980 + number % 20) + R"(}],"results":[)" + results + "]}";
}

inline std::vector<std::string> search_records(int count) {
  std::vector<std::string> records;
  for (int number = 0; number < count; ++number) records.push_back(search_record(number));
  return records;
}

}  // namespace exportd::api_test
