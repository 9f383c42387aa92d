#include "query/chemistry.hpp"

#include <cstddef>
#include <map>
#include <optional>

#include "core/limits.hpp"
#include "query/element_groups.hpp"
#include "query/items.hpp"
#include "query/number.hpp"
#include "query/single_number.hpp"

namespace exportd::query {

namespace {

constexpr const char* grammar = "(group,variable,min,max), such as (MAJ,SiO2,45,52) or (,Zr,,)";

QueryError bad_expression(std::string_view parameter, std::string_view text, std::string problem) {
  return {.code = "bad_value",
          .parameter = std::string(parameter),
          .value = std::string(text),
          .problem = std::move(problem),
          .expected = grammar,
          .nearest = {}};
}

// The text of an expression between its parentheses, and where the next one begins (npos: nowhere).
struct Expression {
  std::string_view inside;
  std::size_t next;
};

// The expression that begins at text[begin], a parenthesis; it ends at the first ) followed, spaces aside, by the end
// of the text or by `,(`.
std::optional<Expression> expression_at(std::string_view text, std::size_t begin) {
  for (std::size_t close = text.find(')', begin); close != std::string_view::npos; close = text.find(')', close + 1)) {
    const std::size_t comma = text.find_first_not_of(' ', close + 1);
    const std::string_view inside = text.substr(begin + 1, close - begin - 1);
    if (comma == std::string_view::npos) return Expression{inside, comma};
    if (text[comma] != ',') continue;
    const std::size_t next = text.find_first_not_of(' ', comma + 1);
    if (next != std::string_view::npos && text[next] == '(') return Expression{inside, next};
  }
  return std::nullopt;
}

// Group up to the first comma, max after the last, min before it, the variable all between.
std::optional<ChemistryParts> parts_of(std::string_view inside) {
  const std::size_t first = inside.find(',');
  const std::size_t last = inside.rfind(',');
  if (first == std::string_view::npos || last == first) return std::nullopt;
  const std::size_t middle = inside.rfind(',', last - 1);
  if (middle == first) return std::nullopt;
  return ChemistryParts{inside.substr(0, first), inside.substr(first + 1, middle - first - 1),
                        inside.substr(middle + 1, last - middle - 1), inside.substr(last + 1)};
}

using Expressions = std::map<std::string, ChemistryClause>;  // by canonical text

std::optional<QueryError> add_expression(Expressions& expressions, std::string_view parameter,
                                         std::string_view inside) {
  const auto parts = parts_of(inside);
  if (!parts) return bad_expression(parameter, inside, "does not have four parts");
  const auto variable = variable_name(parameter, parts->variable);
  if (!variable) return variable.error();
  ChemistryClause clause{.group = group_name(trimmed(parts->group)), .variable = *variable, .min = {}, .max = {}};
  if (clause.group.empty() && clause.variable.empty()) {
    return bad_expression(parameter, inside, "names neither a group nor a variable");
  }
  const auto min = one_number(parameter, parts->min);
  if (!min) return min.error();
  const auto max = one_number(parameter, parts->max);
  if (!max) return max.error();
  if (!min->empty() && !max->empty() && compare_numbers(*min, *max) > 0) return reversed_bounds(parameter, *min, *max);
  if (!min->empty()) clause.min = number_value(*min);
  if (!max->empty()) clause.max = number_value(*max);
  std::string text = "(" + clause.group + "," + clause.variable + "," + *min + "," + *max + ")";
  expressions.emplace(std::move(text), std::move(clause));
  return std::nullopt;
}

std::optional<QueryError> add_expressions(Expressions& expressions, std::string_view parameter, std::string_view text) {
  std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return std::nullopt;
  if (text[begin] != '(') return bad_expression(parameter, text, "does not begin with (");
  while (begin != std::string_view::npos) {
    const auto expression = expression_at(text, begin);
    if (!expression) return bad_expression(parameter, text.substr(begin), "does not end with )");
    if (auto error = add_expression(expressions, parameter, expression->inside)) return error;
    begin = expression->next;
  }
  return std::nullopt;
}

}  // namespace

Result<Chemistry, QueryError> parse_chemistry(std::string_view parameter, std::span<const std::string> values) {
  Expressions expressions;
  for (const std::string& value : values) {
    if (auto error = add_expressions(expressions, parameter, value)) return Err{std::move(*error)};
  }
  if (expressions.size() > limits::chemistry_expressions_max) {
    return Err{QueryError{.code = "too_many",
                          .parameter = std::string(parameter),
                          .value = {},
                          .problem = "has " + std::to_string(expressions.size()) + " expressions",
                          .expected = "at most " + std::to_string(limits::chemistry_expressions_max),
                          .nearest = {}}};
  }
  Chemistry chemistry;
  for (auto& [text, clause] : expressions) {
    chemistry.canonical += (chemistry.canonical.empty() ? "" : ",") + text;
    chemistry.expressions.push_back(std::move(clause));
  }
  return chemistry;
}

std::vector<ChemistryParts> chemistry_parts(std::string_view canonical) {
  std::vector<ChemistryParts> all;
  for (std::size_t begin = canonical.empty() ? std::string_view::npos : 0; begin != std::string_view::npos;) {
    const auto expression = expression_at(canonical, begin);
    const auto parts = expression ? parts_of(expression->inside) : std::nullopt;
    if (!parts) return all;
    all.push_back(*parts);
    begin = expression->next;
  }
  return all;
}

}  // namespace exportd::query
