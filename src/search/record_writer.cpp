#include "search/record_writer.hpp"

#include <algorithm>

#include "core/failure.hpp"
#include "core/lower_case.hpp"
#include "search/checksum.hpp"
#include "search/rtree_bound.hpp"

namespace exportd::search {
namespace {

sqlite::Database& with_replaced_table(sqlite::Database& database) {
  database.run("CREATE TEMP TABLE IF NOT EXISTS replaced(document INTEGER PRIMARY KEY); DELETE FROM temp.replaced");
  return database;
}

}  // namespace

RecordWriter::RecordWriter(sqlite::Database& database, RecordIndex& index, std::int64_t environment)
    : database_(with_replaced_table(database)),
      index_(index),
      environment_(environment),
      find_document_(database,
                     "SELECT document.id, document.place, body.text FROM document "
                     "JOIN body ON body.document = document.id WHERE environment = ?1 AND record_id = ?2"),
      delete_document_(database, "DELETE FROM document WHERE id = ?1"),
      delete_body_(database, "DELETE FROM body WHERE document = ?1"),
      note_replaced_(database, "INSERT INTO temp.replaced VALUES (?1)"),
      insert_document_(
          database,
          "INSERT INTO document(environment, record_id, order_key, place, age_lower, age_upper) "
          "VALUES (?1, ?2, ?3, coalesce(?4, (SELECT seq FROM sqlite_sequence WHERE name = 'document') + 1, "
          "1), ?5, ?6)"),
      insert_body_(database, "INSERT INTO body(document, checksum, text) VALUES (?1, ?2, ?3)"),
      find_term_(database, "SELECT id FROM term WHERE path = ?1 AND text = ?2"),
      insert_term_(database, "INSERT INTO term(path, text) VALUES (?1, ?2)"),
      insert_posting_(database, "INSERT OR IGNORE INTO posting(term, document, element) VALUES (?1, ?2, ?3)"),
      insert_number_(database, "INSERT OR IGNORE INTO number(path, value, document, element) VALUES (?1, ?2, ?3, ?4)"),
      insert_place_(database,
                    "INSERT INTO place(west, east, south, north, document, longitude, latitude) "
                    "VALUES (?1, ?1, ?2, ?2, ?3, ?4, ?5)"),
      find_analyte_(database,
                    "SELECT id FROM analyte WHERE environment = ?1 AND variable = ?2 AND unit = ?3 "
                    "AND group_text = ?4 AND method = ?5 AND role = ?6"),
      insert_analyte_(database,
                      "INSERT INTO analyte(environment, variable, unit, group_text, method, role, group_lower) "
                      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"),
      insert_result_(database,
                     "INSERT OR IGNORE INTO result(analyte, bounded, value, document) VALUES (?1, ?2, ?3, ?4)") {
  find_paths();
}

void RecordWriter::find_paths() {
  sqlite::Statement insert(database_, "INSERT OR IGNORE INTO path(environment, field) VALUES (?1, ?2)");
  sqlite::Statement find(database_, "SELECT id FROM path WHERE environment = ?1 AND field = ?2");
  const auto ids = [&](const std::vector<std::string>& fields) {
    std::vector<std::int64_t> found;
    for (const std::string& field : fields) {
      insert.bind(1, environment_).bind(2, field).run();
      if (find.bind(1, environment_).bind(2, field).step()) found.push_back(find.integer(0));
      find.reset();
    }
    return found;
  };
  text_paths_ = ids(index_.plan().text_paths);
  number_paths_ = ids(index_.plan().number_paths);
}

Written RecordWriter::write(JsonValue record, std::string_view text) {
  const std::string_view id = index_.id(record).value();
  std::optional<std::int64_t> old_place;
  if (find_document_.bind(1, environment_).bind(2, id).step()) {
    const std::int64_t old = find_document_.integer(0);
    old_place = find_document_.integer(1);
    const bool same = find_document_.blob(2) == text;
    find_document_.reset();
    if (same) return Written::unchanged;
    delete_document_.bind(1, old).run();
    delete_body_.bind(1, old).run();
    note_replaced_.bind(1, old).run();
    ++replaced_;
  } else {
    find_document_.reset();
  }
  insert_document(record, id, text, old_place);
  index_.entries(record, *this);
  return old_place ? Written::replaced : Written::added;
}

void RecordWriter::insert_document(JsonValue record, std::string_view id, std::string_view text,
                                   std::optional<std::int64_t> place) {
  const auto bind = [&](int parameter, const auto& value) {
    if (value) {
      insert_document_.bind(parameter, *value);
    } else {
      insert_document_.bind_null(parameter);
    }
  };
  const std::optional<std::string> order_key = index_.order_key(record);
  const AgeRange ages = RecordIndex::ages(record);
  insert_document_.bind(1, environment_).bind(2, id);
  bind(3, order_key);
  bind(4, place);
  bind(5, ages.lower);
  bind(6, ages.upper);
  insert_document_.run();
  document_ = database_.last_row_id();
  insert_body_.bind(1, document_).bind(2, checksum(text)).bind(3, text).run();
}

void RecordWriter::text(std::size_t path, int element, std::string_view text) {
  const std::int64_t path_id = text_paths_[path];
  key_ = std::to_string(path);
  key_ += ':';
  key_ += text;
  const std::int64_t term = terms_.id(key_, [&] {
    const bool known = find_term_.bind(1, path_id).bind(2, text).step();
    const std::int64_t id = known ? find_term_.integer(0) : 0;
    find_term_.reset();
    if (known) return id;
    insert_term_.bind(1, path_id).bind(2, text).run();
    return database_.last_row_id();
  });
  insert_posting_.bind(1, term).bind(2, document_).bind(3, std::int64_t{element}).run();
}

void RecordWriter::number(std::size_t path, int element, double value) {
  insert_number_.bind(1, number_paths_[path]).bind(2, value).bind(3, document_).bind(4, std::int64_t{element}).run();
}

void RecordWriter::position(double longitude, double latitude) {
  insert_place_.bind(1, rtree_bound(longitude)).bind(2, rtree_bound(latitude)).bind(3, document_);
  insert_place_.bind(4, longitude).bind(5, latitude).run();
}

void RecordWriter::result(const AnalyteTexts& texts, AnalyteRole role, std::optional<double> value) {
  key_ = std::to_string(static_cast<int>(role));
  for (const std::string_view part : {texts.variable, texts.unit, texts.group, texts.method}) {
    append_key_part(key_, part);
  }
  const std::int64_t analyte = analytes_.id(key_, [&] { return find_or_make_analyte(texts, role); });
  insert_result_.bind(1, analyte).bind(2, std::int64_t{value ? 1 : 0}).bind(3, value.value_or(0));
  insert_result_.bind(4, document_).run();
}

std::int64_t RecordWriter::find_or_make_analyte(const AnalyteTexts& texts, AnalyteRole role) {
  const auto bind = [&](sqlite::Statement& statement) -> sqlite::Statement& {
    statement.bind(1, environment_).bind(2, texts.variable).bind(3, texts.unit);
    return statement.bind(4, texts.group).bind(5, texts.method).bind(6, static_cast<std::int64_t>(role));
  };
  const bool known = bind(find_analyte_).step();
  const std::int64_t id = known ? find_analyte_.integer(0) : 0;
  find_analyte_.reset();
  if (known) return id;
  lowered_ = lower_case(texts.group);
  bind(insert_analyte_).bind(7, lowered_).run();
  return database_.last_row_id();
}

void RecordWriter::remove_replaced() {
  if (replaced_ == 0) return;
  database_.run(R"sql(
    DELETE FROM posting WHERE document IN (SELECT document FROM temp.replaced);
    DELETE FROM number WHERE document IN (SELECT document FROM temp.replaced);
    DELETE FROM place WHERE document IN (SELECT document FROM temp.replaced);
    DELETE FROM result WHERE document IN (SELECT document FROM temp.replaced);
    DELETE FROM term WHERE NOT EXISTS (SELECT 1 FROM posting WHERE posting.term = term.id);
    DELETE FROM analyte WHERE NOT EXISTS (SELECT 1 FROM result WHERE result.analyte = analyte.id);
    DELETE FROM temp.replaced;
  )sql");
  terms_.clear();
  analytes_.clear();
  replaced_ = 0;
}

// DELETE FROM posting WHERE document IN (SELECT id FROM document WHERE environment = ?1), and so on.
void RecordWriter::clear_index() {
  const std::string environment = std::to_string(environment_);
  const std::string documents = "(SELECT id FROM document WHERE environment = " + environment + ")";
  for (const std::string table : {"posting", "number", "place", "result"}) {
    database_.run(("DELETE FROM " + table + " WHERE document IN " + documents).c_str());
  }
  database_.run(("DELETE FROM term WHERE path IN (SELECT id FROM path WHERE environment = " + environment +
                 "); DELETE FROM path WHERE environment = " + environment +
                 "; DELETE FROM analyte WHERE environment = " + environment)
                    .c_str());
  terms_.clear();
  analytes_.clear();
}

void RecordWriter::rebuild() {
  clear_index();
  find_paths();
  sqlite::Statement next(database_,
                         "SELECT document.id, body.text FROM document JOIN body ON body.document = document.id "
                         "WHERE document.id > ?2 AND +environment = ?1 ORDER BY document.id LIMIT 1");
  sqlite::Statement update(database_, "UPDATE document SET order_key = ?2 WHERE id = ?1");
  JsonTree tree;
  for (std::int64_t last = 0; next.bind(1, environment_).bind(2, last).step(); last = document_) {
    document_ = next.integer(0);
    if (tree.read(next.blob(1)).has_value()) {
      throw Failure(FailureKind::ours, "corrupt_store", "search store: a record in it cannot be read: restore it",
                    "document " + std::to_string(document_));
    }
    const std::optional<std::string> order_key = index_.order_key(tree.root());
    update.bind(1, document_);
    if (order_key) {
      update.bind(2, *order_key).run();
    } else {
      update.bind_null(2).run();
    }
    index_.entries(tree.root(), *this);
    next.reset();
  }
}

}  // namespace exportd::search
