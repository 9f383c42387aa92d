#include "search/sqlite_search.hpp"

#include <chrono>
#include <string>
#include <type_traits>
#include <utility>

#include "core/failure.hpp"
#include "search/interruption.hpp"
#include "search/selection.hpp"
#include "search/sqlite_pages.hpp"
#include "search/store_schema.hpp"
#include "search/suggestions.hpp"
#include "sqlite/connections.hpp"

namespace exportd::search {
namespace {

// ORDER BY record_id LIMIT 20. BLOBs are ordered by their bytes. Without the field: last; ties: by the id.
std::string order_by(const StoredEnvironment& stored, const Environment& environment) {
  require_order(stored, environment);
  if (environment.order == "index") return "ORDER BY place";
  if (environment.order == stored.id_field) return "ORDER BY record_id";
  return "ORDER BY order_key IS NULL, order_key, record_id";
}

std::vector<std::int64_t> selected(sqlite::Database& database, const Environment& environment, const Criteria& criteria,
                                   const std::string& tail) {
  const std::optional<StoredEnvironment> stored = stored_environment(database, environment.name);
  if (!stored) return {};
  const Selection selection(database, environment, stored, criteria);
  sqlite::Statement find = selection.statement(database, "id", order_by(*stored, environment) + tail);
  std::vector<std::int64_t> documents;
  while (find.step()) documents.push_back(find.integer(0));
  return documents;
}

// What `ask` finds out in one read transaction; nullopt if that is not before the deadline. The deadline is real time
// whatever clock the caller lives by: it bounds how long this call may take.
template <class Ask>
std::optional<std::invoke_result_t<Ask, sqlite::Database&>> known_by(MonotonicTime deadline,
                                                                     sqlite::Connections& connections, Ask&& ask) {
  const auto too_late = [deadline] { return std::chrono::steady_clock::now() >= deadline; };
  if (too_late()) return std::nullopt;
  const sqlite::Connections::Lease lease = connections.lease();
  sqlite::Database& database = *lease;
  try {
    const Interruption interruption(database, too_late);
    const sqlite::Transaction snapshot(database, sqlite::TransactionKind::read);
    return ask(database);
  } catch (const Failure& failure) {
    if (failure.code() == "cancelled") return std::nullopt;
    throw;
  }
}

const std::string in_order = " ORDER BY variable, unit, group_text, method";

// An environment's analytes as columns would be named by them.
std::string shown_analytes(const StoredEnvironment& stored) {
  return "SELECT DISTINCT variable, unit, group_text, method FROM analyte WHERE environment = " +
         std::to_string(stored.id) + " AND role <> 2";
}

std::vector<Analyte> analytes_found(sqlite::Statement& find) {
  std::vector<Analyte> analytes;
  const auto text = [&](int column) { return std::string(find.blob(column)); };
  while (find.step()) analytes.push_back({text(0), text(1), text(2), text(3)});
  return analytes;
}

}  // namespace

SqliteSearch::SqliteSearch(std::filesystem::path store)
    : connections_(std::make_shared<sqlite::Connections>(
          [store = std::move(store)] { return open_store(store, sqlite::OpenMode::read_write); })) {
  static_cast<void>(connections_->lease());  // an unusable store is told of now, not at the first request
}

SqliteSearch::~SqliteSearch() = default;

std::optional<std::uint64_t> SqliteSearch::count(const Environment& environment, const Criteria& criteria,
                                                 MonotonicTime deadline) {
  return known_by(deadline, *connections_, [&](sqlite::Database& database) {
    const Selection selection(database, environment, stored_environment(database, environment.name), criteria);
    sqlite::Statement find = selection.statement(database, "count(*)", "");
    if (!find.step()) throw Failure(FailureKind::ours, "corrupt_store", "search store: a count gave no number");
    return static_cast<std::uint64_t>(find.integer(0));
  });
}

std::optional<Page> SqliteSearch::preview(const Environment& environment, const Criteria& criteria, std::size_t n,
                                          MonotonicTime deadline) {
  return known_by(deadline, *connections_, [&](sqlite::Database& database) {
    BodyReader bodies(database, selected(database, environment, criteria, " LIMIT " + std::to_string(n)));
    return bodies.next(limits::page_bytes_max, {}).value_or(Page{std::vector<char>(limits::page_padding_bytes), {}});
  });
}

std::vector<Analyte> SqliteSearch::analytes(const Environment& environment) {
  const sqlite::Connections::Lease lease = connections_->lease();
  sqlite::Database& database = *lease;
  const sqlite::Transaction snapshot(database, sqlite::TransactionKind::read);
  const std::optional<StoredEnvironment> stored = stored_environment(database, environment.name);
  if (!stored) return {};
  require_analytes(*stored, environment);
  sqlite::Statement find(database, shown_analytes(*stored) + in_order);
  return analytes_found(find);
}

// … AND EXISTS (SELECT 1 FROM result WHERE analyte = analyte.id AND document IN (SELECT id FROM document WHERE …)):
// the selection is found once, and each analyte's results are read up to the first one of it.
std::optional<std::vector<Analyte>> SqliteSearch::analytes_of(const Environment& environment, const Criteria& criteria,
                                                              MonotonicTime deadline) {
  return known_by(deadline, *connections_, [&](sqlite::Database& database) -> std::vector<Analyte> {
    const std::optional<StoredEnvironment> stored = stored_environment(database, environment.name);
    if (!stored) return {};
    require_analytes(*stored, environment);
    const Selection selection(database, environment, stored, criteria);
    sqlite::Statement find =
        selection.around(database,
                         shown_analytes(*stored) +
                             " AND EXISTS (SELECT 1 FROM result WHERE result.analyte = analyte.id AND "
                             "result.document IN (SELECT id FROM document WHERE ",
                         "))" + in_order);
    return analytes_found(find);
  });
}

std::optional<std::vector<Suggestion>> SqliteSearch::suggest(const Environment& environment, const ParameterSpec& spec,
                                                             std::string_view prefix, std::size_t n,
                                                             MonotonicTime deadline) {
  return known_by(deadline, *connections_, [&](sqlite::Database& database) -> std::vector<Suggestion> {
    const std::optional<StoredEnvironment> stored = stored_environment(database, environment.name);
    if (!stored) return {};
    return suggestions(database, stored->id, spec, prefix, n);
  });
}

std::string SqliteSearch::data_version(const Environment& environment) {
  const sqlite::Connections::Lease lease = connections_->lease();
  return search::data_version(*lease, environment.name);
}

OpenedSearch SqliteSearch::open(const Environment& environment, const Criteria& criteria, const std::stop_token& stop) {
  sqlite::Connections::Lease lease = connections_->lease();
  sqlite::Database& database = *lease;
  auto snapshot = std::make_unique<sqlite::Transaction>(database, sqlite::TransactionKind::read);
  OpenedSearch opened;
  opened.data_version = search::data_version(database, environment.name);
  std::vector<std::int64_t> documents;
  {
    const Interruption interruption(database, [&stop] { return stop.stop_requested(); });
    documents = selected(database, environment, criteria, "");
  }
  opened.total = documents.size();
  opened.pages = std::make_unique<SqlitePages>(std::move(lease), std::move(snapshot), std::move(documents));
  return opened;
}

void SqliteSearch::release(std::string_view) {}

}  // namespace exportd::search
