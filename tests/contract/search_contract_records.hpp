// The records that the contract of Search is told with, and short ways to ask for them.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/contract/search_contract.hpp"

namespace exportd::contract {

using Lines = std::vector<std::string>;

inline constexpr MonotonicTime no_deadline = MonotonicTime::max();

// Four records, "b", "a", "á" and "c".
extern const Lines rocks;
[[nodiscard]] LoadedSearch with_rocks();

// The ids of the selected records, in the order given. Checks what holds of every page on the way.
[[nodiscard]] Lines ids(Search&, const Environment&, const Criteria&);

[[nodiscard]] Criteria only(Clause);
[[nodiscard]] TextClause text(std::vector<std::string> fields, std::vector<std::string> values,
                              TextMatch match = TextMatch::whole);

}  // namespace exportd::contract
