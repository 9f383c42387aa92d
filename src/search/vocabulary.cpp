#include "search/vocabulary.hpp"

#include "core/failure.hpp"
#include "core/lower_case.hpp"

namespace exportd::search {
namespace {

void add_rows(sqlite::Statement& statement, RowIds& to) {
  while (statement.step()) to.push_back(statement.integer(0));
  statement.reset();
}

}  // namespace

Vocabulary::Vocabulary(sqlite::Database& database, std::int64_t environment)
    : environment_(environment),
      find_path_(database, "SELECT id FROM path WHERE environment = ?1 AND field = ?2"),
      find_whole_(database, "SELECT id FROM term WHERE path = ?1 AND text = ?2"),
      // Both are BLOBs, so instr() compares bytes; in UTF-8 a match of bytes is a match of characters.
      find_substring_(database, "SELECT id FROM term WHERE path = ?1 AND instr(text, ?2) > 0"),
      // "family, given": every text from "family," up to "family-", the next byte after the comma.
      find_family_(database, "SELECT id FROM term WHERE path = ?1 AND text >= ?2 AND text < ?3"),
      by_variable_(database, "SELECT id FROM analyte WHERE environment = ?1 AND variable = ?2 AND role <> 1"),
      by_group_(database, "SELECT id FROM analyte WHERE environment = ?1 AND group_lower = ?2 AND role <> 1"),
      by_both_(database,
               "SELECT id FROM analyte WHERE environment = ?1 AND group_lower = ?2 AND variable = ?3 AND role <> 1") {}

std::int64_t Vocabulary::path(std::string_view field) {
  const bool found = find_path_.bind(1, environment_).bind(2, field).step();
  const std::int64_t id = found ? find_path_.integer(0) : 0;
  find_path_.reset();
  if (found) return id;
  throw Failure(
      FailureKind::ours, "store_outdated",
      "search store: it was filled before " + std::string(field) + " was configured: import the records again");
}

RowIds Vocabulary::paths(const std::vector<std::string>& fields) {
  RowIds ids;
  for (const std::string& field : fields) ids.push_back(path(field));
  return ids;
}

RowIds Vocabulary::whole(std::string_view field, const std::vector<std::string>& values) {
  RowIds terms;
  const std::int64_t path_id = path(field);
  for (const std::string& value : values) add_rows(find_whole_.bind(1, path_id).bind(2, value), terms);
  return terms;
}

void Vocabulary::add_author(std::int64_t path, std::string_view value, RowIds& to) {
  add_rows(find_whole_.bind(1, path).bind(2, value), to);
  // What stands before the first comma holds none itself.
  if (value.find(',') != std::string_view::npos) return;
  const std::string from = std::string(value) + ',';
  const std::string up_to = std::string(value) + '-';
  static_assert(',' + 1 == '-');
  add_rows(find_family_.bind(1, path).bind(2, from).bind(3, up_to), to);
}

RowIds Vocabulary::matching(const TextClause& clause) {
  RowIds terms;
  for (const std::int64_t path_id : paths(clause.fields)) {
    for (const std::string& value : clause.values) {
      switch (clause.match) {
        case TextMatch::whole: add_rows(find_whole_.bind(1, path_id).bind(2, value), terms); break;
        case TextMatch::substring: add_rows(find_substring_.bind(1, path_id).bind(2, value), terms); break;
        case TextMatch::author: add_author(path_id, value, terms); break;
      }
    }
  }
  return terms;
}

void Vocabulary::add_by_variable(std::string_view variable, RowIds& to) {
  add_rows(by_variable_.bind(1, environment_).bind(2, variable), to);
}

void Vocabulary::add_by_group(std::string_view lower_group, RowIds& to) {
  add_rows(by_group_.bind(1, environment_).bind(2, lower_group), to);
}

RowIds Vocabulary::analytes(const VariablesClause& clause) {
  RowIds ids;
  for (const GroupedItem& item : clause.items) {
    const std::string group = lower_case(item.name);
    if (item.members.empty()) {
      add_by_variable(item.name, ids);
      if (!is_element_like_a_code(item.name)) add_by_group(group, ids);
    }
    for (const std::string& member : item.members) {
      add_rows(by_both_.bind(1, environment_).bind(2, group).bind(3, member), ids);
    }
  }
  return ids;
}

RowIds Vocabulary::analytes(const ChemistryClause& clause) {
  RowIds ids;
  if (clause.group.empty()) {
    add_by_variable(clause.variable, ids);
  } else if (clause.variable.empty()) {
    add_by_group(clause.group, ids);
  } else {
    add_rows(by_both_.bind(1, environment_).bind(2, clause.group).bind(3, clause.variable), ids);
  }
  return ids;
}

}  // namespace exportd::search
