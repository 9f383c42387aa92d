// RecordIndex: what of a record is searched, read from its JSON by the environment's rules, and nothing else: no SQL.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/environment.hpp"
#include "search/index_plan.hpp"
#include "search/json_tree.hpp"

namespace exportd::search {

// The exact texts of one result's analyte, as the table shows them: of a list, the elements joined by "; ". Views into
// the record or the environment.
struct AnalyteTexts {
  std::string_view variable;
  std::string_view unit;
  std::string_view group;
  std::string_view method;
};

// A result whose variable is a list has one column in the table, named by all of them joined; one whose group is a list
// has a column of several groups. A search finds both by each of them.
enum class AnalyteRole {
  shown_and_searched,  // the usual one
  shown,               // a column's name only
  searched,            // one variable and group of a list; without unit and method
};

// Takes what a record holds. The same entry may come twice. Views are valid during the call only.
class IndexSink {
 public:
  virtual ~IndexSink() = default;
  // `path`: index into IndexPlan::text_paths. `text`: lower-cased. `element`: see each_value_at().
  virtual void text(std::size_t path, int element, std::string_view text) = 0;
  virtual void number(std::size_t path, int element, double value) = 0;
  virtual void position(double longitude, double latitude) = 0;
  // `value`: a number without a qualifier; nullopt: a result that satisfies no bound.
  virtual void result(const AnalyteTexts&, AnalyteRole, std::optional<double> value) = 0;
};

struct AgeRange {
  std::optional<double> lower;  // Ma
  std::optional<double> upper;
};

class RecordIndex {
 public:
  explicit RecordIndex(const Environment&);

  [[nodiscard]] const IndexPlan& plan() const { return plan_; }

  // Why an import must refuse the record, as a clause for people; nullopt: it is good. The record's id is not judged.
  [[nodiscard]] std::optional<std::string> fault(JsonValue record) const;
  // The record's id; nullopt when it is missing, empty or not a text.
  [[nodiscard]] std::optional<std::string_view> id(JsonValue record) const;

  // All that the record is found by. Only for a record without fault.
  void entries(JsonValue record, IndexSink&);
  // What `environment.order` sorts it by: the smallest text of that field; nullopt when it has none.
  [[nodiscard]] std::optional<std::string> order_key(JsonValue record) const;
  // The widest range that the record's ages span: of several lower ends the least, of several upper ends the greatest.
  [[nodiscard]] static AgeRange ages(JsonValue record);

 private:
  void texts(JsonValue record, IndexSink&);
  void positions(JsonValue record, IndexSink&) const;
  void nested_results(JsonValue record, IndexSink&);
  void nested_result(JsonValue result, IndexSink&);
  void flat_results(JsonValue record, IndexSink&) const;

  RecordShape shape_;
  std::string id_field_;
  std::string order_;
  IndexPlan plan_;
  std::unordered_map<std::string, FlatAnalyte> flat_analytes_;  // by field
  std::unordered_set<std::string_view> own_fields_;
  std::string lowered_;
  std::string scratch_;
};

}  // namespace exportd::search
