// Vocabulary: which terms and analytes of an environment fit what a clause asks for. Looks at distinct texts only,
// never at documents.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/criteria.hpp"
#include "sqlite/database.hpp"

namespace exportd::search {

using RowIds = std::vector<std::int64_t>;

class Vocabulary {
 public:
  // `environment`: its row id.
  Vocabulary(sqlite::Database&, std::int64_t environment);

  // The row id of an indexed field. Failure `store_outdated` when the last import did not index it.
  [[nodiscard]] std::int64_t path(std::string_view field);
  [[nodiscard]] RowIds paths(const std::vector<std::string>& fields);

  // Terms of one field that are exactly one of the values.
  [[nodiscard]] RowIds whole(std::string_view field, const std::vector<std::string>& values);
  // Terms that a clause's fields, values and kind of match allow.
  [[nodiscard]] RowIds matching(const TextClause&);

  // Analytes that fit some item.
  [[nodiscard]] RowIds analytes(const VariablesClause&);
  [[nodiscard]] RowIds analytes(const ChemistryClause&);

 private:
  void add_author(std::int64_t path, std::string_view value, RowIds& to);
  void add_by_variable(std::string_view variable, RowIds& to);
  void add_by_group(std::string_view lower_group, RowIds& to);

  std::int64_t environment_;
  sqlite::Statement find_path_;
  sqlite::Statement find_whole_;
  sqlite::Statement find_substring_;
  sqlite::Statement find_family_;
  sqlite::Statement by_variable_;
  sqlite::Statement by_group_;
  sqlite::Statement by_both_;
};

}  // namespace exportd::search
