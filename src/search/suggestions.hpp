// The values that a text parameter can take, with the number of records that hold each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/environment.hpp"
#include "core/ports.hpp"
#include "sqlite/database.hpp"

namespace exportd::search {

// Search::suggest() for the environment with row id `environment`, inside the caller's read transaction.
[[nodiscard]] std::vector<Suggestion> suggestions(sqlite::Database&, std::int64_t environment, const ParameterSpec&,
                                                  std::string_view prefix, std::size_t n);

}  // namespace exportd::search
