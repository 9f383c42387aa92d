#include "query/words.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

#include "query/chemistry.hpp"
#include "query/items.hpp"

namespace exportd::query {

namespace {

// A list longer than this is cut, and the rest counted.
constexpr std::size_t said_values_max = 10;

// "a", "a or b", "a, b or c", "a, b, … or 12 more"
std::string enumerate(std::vector<std::string> parts, std::string_view conjunction) {
  if (parts.size() > said_values_max) {
    const std::size_t left = parts.size() - (said_values_max - 1);
    parts.resize(said_values_max - 1);
    parts.push_back(std::to_string(left) + " more");
  }
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? " " + std::string(conjunction) + " " : ", ";
    text += parts[i];
  }
  return text;
}

std::string grouped_words(const std::string& canonical, ItemRule rule) {
  const auto list = grouped_list({}, {&canonical, 1}, rule);
  std::vector<std::string> parts;
  if (list) {
    for (const GroupedItem& item : list->items) {
      parts.push_back(item.members.empty() ? item.name : item.name + " (" + enumerate(item.members, "or") + ")");
    }
  }
  return enumerate(std::move(parts), "or");
}

std::string expression_words(const ChemistryParts& parts) {
  std::string text(parts.variable);
  if (text.empty()) {
    text = "any " + std::string(parts.group);
  } else if (!parts.group.empty()) {
    text += " (" + std::string(parts.group) + ")";
  }
  const std::string min(parts.min);
  const std::string max(parts.max);
  if (min.empty() && max.empty()) return text + " is measured";
  if (max.empty()) return text + " is at least " + min;
  if (min.empty()) return text + " is at most " + max;
  return min == max ? text + " is " + min : text + " is between " + min + " and " + max;
}

std::string chemistry_words(std::string_view canonical) {
  std::vector<std::string> parts;
  for (const ChemistryParts& expression : chemistry_parts(canonical)) parts.push_back(expression_words(expression));
  return enumerate(std::move(parts), "and");
}

std::string polygon_words(std::string_view canonical) {
  const std::vector<std::string_view> rings = split(canonical, "||");
  if (rings.size() > 1) return "one of " + std::to_string(rings.size()) + " polygons";
  // A ring of n corners has n commas, for the first vertex stands again at its end.
  return "a polygon of " + std::to_string(std::count(canonical.begin(), canonical.end(), ',')) + " corners";
}

std::string box_words(std::string_view canonical) {
  const std::vector<std::string_view> numbers = split(canonical, ",");
  if (numbers.size() != 4) return std::string(canonical);
  const auto degrees = [&](std::size_t i) { return std::string(numbers[i]) + "°"; };
  return "longitude " + degrees(0) + " to " + degrees(2) + " and latitude " + degrees(1) + " to " + degrees(3);
}

std::string list_words(std::string_view canonical) {
  std::vector<std::string> parts;
  for (const std::string_view item : split(canonical, "||")) parts.emplace_back(item);
  return enumerate(std::move(parts), "or");
}

std::string value_words(ParameterKind kind, const std::string& canonical) {
  switch (kind) {
    case ParameterKind::pair:
    case ParameterKind::hierarchy:
    case ParameterKind::feature: return grouped_words(canonical, ItemRule::text);
    case ParameterKind::variables: return grouped_words(canonical, ItemRule::variables);
    case ParameterKind::chemistry: return chemistry_words(canonical);
    case ParameterKind::bounding_box: return box_words(canonical);
    case ParameterKind::polygons: return polygon_words(canonical);
    default: return list_words(canonical);
  }
}

// The parameter's own words with the value in the place of {}.
std::string clause_words(const ParameterSpec& spec, const std::string& canonical) {
  std::string words = spec.words.empty() ? spec.name + " is {}" : spec.words;
  if (const std::size_t place = words.find("{}"); place != std::string::npos) {
    words.replace(place, 2, value_words(spec.kind, canonical));
  }
  return words;
}

}  // namespace

std::string in_words(const Environment& environment, const Request& request) {
  const std::string& title = environment.title.empty() ? environment.name : environment.title;
  std::vector<std::string> clauses;
  if (const auto pairs = decode_pairs(request.search_parameters)) {
    for (const auto& [name, value] : *pairs) {
      if (const ParameterSpec* spec = environment.parameter(name)) clauses.push_back(clause_words(*spec, value));
    }
  }
  if (clauses.empty()) return "All samples of " + title + ".";
  std::string sentence = "Samples of " + title + " where ";
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    if (i > 0) sentence += i + 1 == clauses.size() ? ", and " : ", ";
    sentence += clauses[i];
  }
  return sentence + ".";
}

}  // namespace exportd::query
