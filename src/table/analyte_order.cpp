#include "table/analyte_order.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <tuple>

#include "core/lower_case.hpp"

namespace exportd::table {

GroupRank group_rank(std::string_view group) {
  if (group.empty()) return GroupRank::none;
  static constexpr std::array<std::string_view, 4> first = {"major oxide", "rare earth element", "trace element",
                                                            "radiogenic isotope ratio"};
  const auto* const found = std::find(first.begin(), first.end(), lower_case(group));
  return found == first.end() ? GroupRank::other : static_cast<GroupRank>(found - first.begin());
}

bool group_before(std::string_view a, std::string_view b) {
  const GroupRank rank_a = group_rank(a), rank_b = group_rank(b);
  // Spellings of one of the four groups are one group; other groups go by their bytes.
  return rank_a != rank_b ? rank_a < rank_b : rank_a == GroupRank::other && a < b;
}

AnalyteOrder::AnalyteOrder(const std::vector<std::string>& elements) {
  for (const std::string& element : elements) elements_.emplace(element, elements_.size());
}

std::size_t AnalyteOrder::element(const std::string& variable) const {
  const auto known = elements_.find(variable);
  return known == elements_.end() ? std::numeric_limits<std::size_t>::max() : known->second;
}

std::vector<std::size_t> AnalyteOrder::sorted(const std::vector<Analyte>& analytes) const {
  struct Rank {
    GroupRank group;
    std::size_t element;
  };
  std::vector<Rank> ranks;
  ranks.reserve(analytes.size());
  for (const Analyte& analyte : analytes) ranks.push_back({group_rank(analyte.group), element(analyte.variable)});

  std::vector<std::size_t> order(analytes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, [&](std::size_t i, std::size_t j) {
    const Analyte &a = analytes[i], &b = analytes[j];
    if (ranks[i].group != ranks[j].group) return ranks[i].group < ranks[j].group;
    if (ranks[i].group == GroupRank::other && a.group != b.group) return a.group < b.group;
    return std::tie(ranks[i].element, a.variable, a.unit, a.method) <
           std::tie(ranks[j].element, b.variable, b.unit, b.method);
  });
  return order;
}

}  // namespace exportd::table
