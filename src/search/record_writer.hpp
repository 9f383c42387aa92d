// RecordWriter: puts records and their index entries into the store's tables, inside the caller's transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "search/id_cache.hpp"
#include "search/record_index.hpp"
#include "sqlite/database.hpp"

namespace exportd::search {

enum class Written { added, replaced, unchanged };

class RecordWriter final : private IndexSink {
 public:
  // `environment`: its row id in the store.
  RecordWriter(sqlite::Database&, RecordIndex&, std::int64_t environment);

  // Adds the record, or replaces the one with its id. `text`: the document's bytes, which are kept as they are.
  // The index entries of replaced documents stay until remove_replaced().
  Written write(JsonValue record, std::string_view text);

  // Takes the entries of all replaced documents out of the indexes, in one pass over them: an index by document would
  // cost every import half as much again, and most imports replace nothing.
  void remove_replaced();

  // Builds the index of all the environment's documents anew: its configuration has changed.
  void rebuild();

 private:
  void insert_document(JsonValue record, std::string_view id, std::string_view text, std::optional<std::int64_t> place);
  void find_paths();
  void clear_index();

  void text(std::size_t path, int element, std::string_view text) override;
  void number(std::size_t path, int element, double value) override;
  void position(double longitude, double latitude) override;
  void result(const AnalyteTexts&, AnalyteRole, std::optional<double> value) override;
  std::int64_t find_or_make_analyte(const AnalyteTexts&, AnalyteRole);

  sqlite::Database& database_;
  RecordIndex& index_;
  std::int64_t environment_;
  std::int64_t document_ = 0;  // the one being written
  std::uint64_t replaced_ = 0;

  std::vector<std::int64_t> text_paths_;    // row ids, as IndexPlan::text_paths
  std::vector<std::int64_t> number_paths_;  // row ids, as IndexPlan::number_paths
  IdCache terms_;
  IdCache analytes_;
  std::string key_;
  std::string lowered_;

  sqlite::Statement find_document_;
  sqlite::Statement delete_document_;
  sqlite::Statement delete_body_;
  sqlite::Statement note_replaced_;
  sqlite::Statement insert_document_;
  sqlite::Statement insert_body_;
  sqlite::Statement find_term_;
  sqlite::Statement insert_term_;
  sqlite::Statement insert_posting_;
  sqlite::Statement insert_number_;
  sqlite::Statement insert_place_;
  sqlite::Statement find_analyte_;
  sqlite::Statement insert_analyte_;
  sqlite::Statement insert_result_;
};

}  // namespace exportd::search
