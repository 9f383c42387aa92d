// Flat records as the benchmarks use them: 2,885 analytes known, each record with some of them, in a fixed order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "core/analyte.hpp"
#include "core/environment.hpp"
#include "core/page.hpp"

namespace exportd::bench {

inline constexpr std::size_t analyte_count = 2'885;

// "a0000_ppm": as long as the names of real wide tables are on the average.
inline std::string analyte_name(std::size_t i) {
  static constexpr std::string_view units[] = {"_ppm", "_wt%", "_ppb", "_perm"};
  std::string number = std::to_string(i);
  return "a" + std::string(4 - number.size(), '0') + number + std::string(units[i % 4]);
}

inline std::vector<Analyte> all_analytes() {
  std::vector<Analyte> analytes;
  for (std::size_t i = 0; i < analyte_count; ++i) analytes.push_back({analyte_name(i), "", "", ""});
  return analytes;
}

inline Environment flat_environment() {
  Environment environment;
  environment.name = "bench";
  environment.shape = RecordShape::flat;
  return environment;
}

// `values`: how many analytes a record has on the average; all of them: every one.
inline std::string flat_record(std::size_t number, double values, std::mt19937& random) {
  std::string record =
      R"({"sampleId":"bench:)" + std::to_string(100'000 + number) +
      R"(","sampleName":"TRI0138-009-002","material":"whole rock","level1":"igneous","level2":"volcanic",)"
      R"("rockDescription":"basalt, aphanitic","latitude":51.56,"longitude":-29.92,"elevationMin":-3710,)"
      R"("expeditions":["TR138"],"samplingTechnique":"dredge","citations":[{"citationId":"petdb:955",)"
      R"("citationCode":"HANAN, 2000","authors":["HANAN, B B","SCHILLING, J G"],)"
      R"("citationPublicationYear":2000,"citationDOI":"10.1029/1999GC000001"}])";
  const double share = values / static_cast<double>(analyte_count);
  std::uniform_real_distribution<double> uniform(0, 1);
  for (std::size_t i = 0; i < analyte_count; ++i) {
    if (share < 1 && uniform(random) >= share) continue;
    const auto noise = static_cast<std::uint32_t>(random());
    const std::string whole = std::to_string(noise % (i % 3 == 0 ? 10 : 1'000));
    record.append(",\"").append(analyte_name(i)).append("\":").append(whole);
    if (noise % 7 != 0) record.append(".").append(std::to_string(noise / 1'000 % 900 + 100));
  }
  return record + "}";
}

inline Page flat_page(std::size_t records, double values) {
  std::mt19937 random(1);
  std::vector<std::string> texts;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < records; ++i) {
    texts.push_back(flat_record(i, values, random));
    bytes += texts.back().size();
  }
  Page page;
  page.bytes.reserve(bytes + limits::page_padding_bytes);
  for (const std::string& text : texts) {
    page.documents.emplace_back(page.bytes.data() + page.bytes.size(), text.size());
    page.bytes.insert(page.bytes.end(), text.begin(), text.end());
  }
  page.bytes.resize(bytes + limits::page_padding_bytes, '\0');
  return page;
}

}  // namespace exportd::bench
