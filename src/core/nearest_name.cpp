#include "core/nearest_name.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>

namespace exportd {

namespace {

constexpr std::size_t compared_bytes_max = 64;
constexpr int edit_cost = 2;
constexpr int case_cost = 1;

using Row = std::array<int, compared_bytes_max + 1>;

char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

int replacement_cost(char a, char b) {
  if (a == b) return 0;
  return ascii_lower(a) == ascii_lower(b) ? case_cost : edit_cost;
}

// The optimal string alignment distance, in halves of an edit, over three rolling rows.
int distance(std::string_view a, std::string_view b) {
  std::array<Row, 3> rows{};
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<int>(j) * edit_cost;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    Row& row = rows[i % 3];
    const Row& above = rows[(i + 2) % 3];
    const Row& two_above = rows[(i + 1) % 3];
    row[0] = static_cast<int>(i) * edit_cost;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] =
          std::min({above[j] + edit_cost, row[j - 1] + edit_cost, above[j - 1] + replacement_cost(a[i - 1], b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], two_above[j - 2] + edit_cost);
      }
    }
  }
  return rows[a.size() % 3][b.size()];
}

struct Nearest {
  const std::string* name = nullptr;
  int cost = std::numeric_limits<int>::max();
};

Nearest find_nearest(std::string_view name, std::span<const std::string> candidates) {
  const std::string_view compared = name.substr(0, compared_bytes_max);
  Nearest nearest;
  for (const std::string& candidate : candidates) {
    const int cost = distance(compared, std::string_view(candidate).substr(0, compared_bytes_max));
    if (cost < nearest.cost) nearest = {&candidate, cost};
  }
  return nearest;
}

}  // namespace

std::string nearest_name(std::string_view name, std::span<const std::string> candidates) {
  const Nearest nearest = find_nearest(name, candidates);
  return nearest.name == nullptr ? std::string() : *nearest.name;
}

std::string similar_name(std::string_view name, std::span<const std::string> candidates) {
  const Nearest nearest = find_nearest(name, candidates);
  if (nearest.name == nullptr) return {};
  const std::size_t longer = std::min(std::max(name.size(), nearest.name->size()), compared_bytes_max);
  return nearest.cost > static_cast<int>(longer / 2) * edit_cost ? std::string() : *nearest.name;
}

}  // namespace exportd
