// Forecast: what an export would hold, as far as the search can say it by a deadline.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/service_parts.hpp"
#include "query/request.hpp"

namespace exportd::api {

struct Forecast {
  std::optional<std::uint64_t> records;
  std::optional<std::uint64_t> columns;          // exact
  std::optional<std::uint64_t> bytes;            // of the file as it would be delivered
  bool bytes_exact = false;                      // else extrapolated from the first records
  std::optional<std::vector<std::string>> rows;  // the export's first ones, each a JSON object; at most `rows_max`
};

constexpr std::chrono::milliseconds forecast_time_max{2'000};
// So many records are read, and shown as rows; in layout=long their results are the rows.
constexpr std::size_t forecast_records = 100;

// Failure reject as an export would have it (`unknown_column`); retry if the search says nothing at all.
[[nodiscard]] Forecast forecast(const ServiceParts& parts, const Environment& environment,
                                const query::Request& request, std::size_t rows_max);

}  // namespace exportd::api
