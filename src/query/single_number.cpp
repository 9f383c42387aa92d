#include "query/single_number.hpp"

#include "query/items.hpp"
#include "query/number.hpp"

namespace exportd::query {

namespace {

Result<std::string, QueryError> one_year(std::string_view parameter, std::string_view text) {
  auto year = canonical_year(text);
  if (!year) {
    return Err{QueryError{.code = "bad_value",
                          .parameter = std::string(parameter),
                          .value = std::string(text),
                          .problem = "is not a year",
                          .expected = "one to nine digits, such as 2001",
                          .nearest = {}}};
  }
  return std::move(*year);
}

}  // namespace

Result<std::string, QueryError> one_number(std::string_view parameter, std::string_view text) {
  if (text.empty()) return std::string();
  auto canonical = canonical_number(text);
  if (canonical) return std::move(canonical).value();
  return Err{QueryError{.code = "bad_value",
                        .parameter = std::string(parameter),
                        .value = std::string(text),
                        .problem = problem_of(canonical.error()),
                        .expected = "a decimal number such as 0.5 or 1e-3, no spaces (write + as %2B)",
                        .nearest = {}}};
}

Result<std::string, QueryError> single_value(std::string_view parameter, std::span<const std::string> values,
                                             SingleKind kind) {
  // Years are lists, hence split and trimmed; a number is exactly its grammar.
  const std::vector<std::string_view> texts =
      kind == SingleKind::year ? list_items(values) : std::vector<std::string_view>(values.begin(), values.end());
  std::string single;
  for (const std::string_view text : texts) {
    auto canonical = kind == SingleKind::number ? one_number(parameter, text) : one_year(parameter, text);
    if (!canonical) return canonical;
    if (canonical->empty()) continue;
    if (!single.empty() && single != *canonical) {
      return Err{QueryError{.code = "conflict",
                            .parameter = std::string(parameter),
                            .value = std::string(text),
                            .problem = "is given beside " + shown(single),
                            .expected = "one value",
                            .nearest = {}}};
    }
    single = std::move(canonical).value();
  }
  return single;
}

Result<std::vector<std::string>, QueryError> year_list(std::string_view parameter,
                                                       std::span<const std::string> values) {
  std::vector<std::string> years;
  for (const std::string_view item : list_items(values)) {
    auto year = one_year(parameter, item);
    if (!year) return Err{year.error()};
    years.push_back(std::move(year).value());
  }
  sort_unique(years);
  return years;
}

QueryError reversed_bounds(std::string_view parameter, std::string_view min, std::string_view max) {
  return {.code = "bad_value",
          .parameter = std::string(parameter),
          .value = std::string(min),
          .problem = "is above the upper bound " + shown(max),
          .expected = "a lower bound that is not above the upper one",
          .nearest = {}};
}

}  // namespace exportd::query
