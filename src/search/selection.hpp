// Selection: Criteria as SQL. Each clause becomes a SELECT of document ids that an index answers; a document is
// selected when all of them give it. Texts are looked up first (vocabulary.hpp), so the SQL holds numbers only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/criteria.hpp"
#include "core/environment.hpp"
#include "search/store_schema.hpp"
#include "sqlite/database.hpp"

namespace exportd::search {

class Vocabulary;

class Selection {
 public:
  // To be made and used inside one read transaction. `stored`: nullopt = no record was ever imported.
  // Throws Failure `store_outdated` when the last import did not index what the criteria ask for.
  Selection(sqlite::Database&, const Environment&, const std::optional<StoredEnvironment>& stored, const Criteria&);

  // SELECT {what} FROM document WHERE {all clauses} {tail}, its parameters bound. Must not outlive the selection.
  [[nodiscard]] sqlite::Statement statement(sqlite::Database&, std::string_view what, std::string_view tail) const;
  // {before} {all clauses, of `document`} {after}: the same for SQL in which the selection is but a part.
  [[nodiscard]] sqlite::Statement around(sqlite::Database&, std::string_view before, std::string_view after) const;

 private:
  // The SELECT of document ids for each kind of clause.
  std::string ids(Vocabulary&, const TextClause&);
  std::string ids(Vocabulary&, const CitationClause&);
  std::string ids(Vocabulary&, const PairClause&);
  std::string ids(Vocabulary&, const HierarchyClause&);
  std::string ids(Vocabulary&, const FeatureClause&);
  std::string ids(Vocabulary&, const VariablesClause&);
  std::string ids(Vocabulary&, const ChemistryClause&);
  std::string ids(Vocabulary&, const BoxClause&);
  std::string ids(Vocabulary&, const PolygonClause&);
  std::string ids(Vocabulary&, const AgeClause&);

  std::string years(Vocabulary&, const YearClause&);
  std::string box(const BoxClause&, std::optional<double> west, std::optional<double> east);
  std::string bounds(std::string_view column, const std::optional<double>& min, const std::optional<double>& max);
  std::string parameter(double value);

  std::int64_t environment_ = 0;
  std::string where_;
  std::vector<Ring> rings_;      // of all polygon clauses, one after the other: parameter ?1
  std::vector<double> numbers_;  // parameters ?2, ?3, …
};

}  // namespace exportd::search
