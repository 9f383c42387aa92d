#include "tasks/sqlite_table.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <thread>
#include <utility>

#include "sqlite/file_format.hpp"

namespace exportd::tasks {

namespace {

// Texts are BLOBs: compared by their bytes. The log cannot be changed, not even by a slip of ours.
constexpr const char* schema = R"sql(
CREATE TABLE record(
  partition BLOB NOT NULL, sort BLOB NOT NULL, version INTEGER NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY(partition, sort)) WITHOUT ROWID;

CREATE TABLE log(
  partition BLOB NOT NULL, sort BLOB NOT NULL, stamp INTEGER NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY(partition, sort)) WITHOUT ROWID;
CREATE INDEX log_stamp ON log(stamp, partition, sort);
CREATE TRIGGER log_is_never_altered BEFORE UPDATE ON log BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER log_is_never_deleted BEFORE DELETE ON log BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER log_is_never_replaced BEFORE INSERT ON log
  WHEN EXISTS(SELECT 1 FROM log WHERE partition = NEW.partition AND sort = NEW.sort)
  BEGIN SELECT raise(IGNORE); END;
)sql";

// application_id "expt" marks the file as ours.
constexpr sqlite::FileFormat format{.words = {"task store", "restore it from a backup: exportd restore --to TIME"},
                                    .application_id = 0x65787074,
                                    .version = 1,
                                    .schema = schema,
                                    .migrations = {},
                                    .missing_code = "no_task_store",
                                    .if_missing = "there is none yet: run `exportd init`",
                                    .if_other_version = "use that version, or name another path"};

sqlite::Database open_table(const std::filesystem::path& path) {
  sqlite::Database database = sqlite::open_file(path, format, sqlite::OpenMode::create);
  database.run("PRAGMA synchronous = FULL");  // a confirmed commit survives a power cut
  return database;
}

std::string text(const sqlite::Statement& statement, int column) {
  return std::string(statement.blob(column));
}

// 0: there is none.
std::int64_t stored_version(sqlite::Database& database, const RecordKey& key) {
  sqlite::Statement find(database, "SELECT version FROM record WHERE partition = ?1 AND sort = ?2");
  find.bind(1, std::string_view(key.partition)).bind(2, std::string_view(key.sort));
  return find.step() ? find.integer(0) : 0;
}

void write_record(sqlite::Database& database, const Write& write) {
  if (write.kind == Write::Kind::check) return;
  if (write.kind == Write::Kind::remove) {
    sqlite::Statement remove(database, "DELETE FROM record WHERE partition = ?1 AND sort = ?2");
    remove.bind(1, std::string_view(write.key.partition)).bind(2, std::string_view(write.key.sort)).run();
    return;
  }
  sqlite::Statement put(database, "INSERT OR REPLACE INTO record(partition, sort, version, body) VALUES (?1,?2,?3,?4)");
  put.bind(1, std::string_view(write.key.partition))
      .bind(2, std::string_view(write.key.sort))
      .bind(3, static_cast<std::int64_t>(write.expected_version + 1))
      .bind(4, std::string_view(write.body));
  put.run();
}

// False: the key is taken.
bool write_log(sqlite::Database& database, const LogEntry& entry) {
  sqlite::Statement add(database, "INSERT OR IGNORE INTO log(partition, sort, stamp, body) VALUES (?1,?2,?3,?4)");
  add.bind(1, std::string_view(entry.key.partition))
      .bind(2, std::string_view(entry.key.sort))
      .bind(3, entry.stamp)
      .bind(4, std::string_view(entry.body));
  add.run();
  return database.changes() == 1;
}

std::vector<LogEntry> entries(sqlite::Statement& find) {
  std::vector<LogEntry> found;
  while (find.step()) found.push_back({{text(find, 0), text(find, 1)}, find.integer(2), text(find, 3)});
  return found;
}

// The first text that does not begin with `prefix` and comes after all that do; empty: there is none.
std::string behind(std::string prefix) {
  while (!prefix.empty() && static_cast<unsigned char>(prefix.back()) == 0xFF) prefix.pop_back();
  if (!prefix.empty()) prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
  return prefix;
}

}  // namespace

SqliteTable::SqliteTable(std::filesystem::path file)
    : connections_(std::make_shared<sqlite::Connections>([file = std::move(file)] { return open_table(file); })),
      random_(std::random_device{}()) {
  static_cast<void>(connections_->lease());  // an unusable file is told of now, not at the first request
}

std::vector<std::optional<Record>> SqliteTable::read(std::span<const RecordKey> keys) {
  const auto lease = connections_->lease();
  const sqlite::Transaction snapshot(*lease, sqlite::TransactionKind::read);
  sqlite::Statement find(*lease, "SELECT version, body FROM record WHERE partition = ?1 AND sort = ?2");
  std::vector<std::optional<Record>> records;
  for (const RecordKey& key : keys) {
    find.bind(1, std::string_view(key.partition)).bind(2, std::string_view(key.sort));
    records.emplace_back();
    if (find.step()) records.back() = Record{key, static_cast<std::uint64_t>(find.integer(0)), text(find, 1)};
    find.reset();
  }
  return records;
}

std::vector<Record> SqliteTable::range(const Range& range) {
  const bool up = range.order == Order::ascending;
  const std::string end = behind(range.prefix);
  // WHERE partition = ?1 AND sort >= ?2 [AND sort < ?3] [AND sort > ?4] ORDER BY sort LIMIT ?5
  std::string sql = "SELECT sort, version, body FROM record WHERE partition = ?1 AND sort >= ?2";
  if (!end.empty()) sql += " AND sort < ?3";
  if (!range.after.empty()) sql += up ? " AND sort > ?4" : " AND sort < ?4";
  sql += up ? " ORDER BY sort" : " ORDER BY sort DESC";
  if (range.limit > 0) sql += " LIMIT ?5";
  const auto lease = connections_->lease();
  sqlite::Statement find(*lease, sql);
  find.bind(1, std::string_view(range.partition)).bind(2, std::string_view(range.prefix));
  if (!end.empty()) find.bind(3, std::string_view(end));
  if (!range.after.empty()) find.bind(4, std::string_view(range.after));
  if (range.limit > 0) find.bind(5, static_cast<std::int64_t>(range.limit));
  std::vector<Record> records;
  while (find.step()) {
    records.push_back({{range.partition, text(find, 0)}, static_cast<std::uint64_t>(find.integer(1)), text(find, 2)});
  }
  return records;
}

bool SqliteTable::commit(std::span<const Write> writes, std::span<const LogEntry> log) {
  const auto lease = connections_->lease();
  sqlite::Transaction transaction(*lease, sqlite::TransactionKind::write);
  for (const Write& write : writes) {
    if (stored_version(*lease, write.key) != static_cast<std::int64_t>(write.expected_version)) return false;
  }
  for (const Write& write : writes) write_record(*lease, write);
  for (const LogEntry& entry : log) {
    if (!write_log(*lease, entry)) return false;
  }
  transaction.commit();
  return true;
}

std::vector<LogEntry> SqliteTable::log(std::string_view partition) {
  const auto lease = connections_->lease();
  sqlite::Statement find(*lease, "SELECT partition, sort, stamp, body FROM log WHERE partition = ?1 ORDER BY sort");
  find.bind(1, partition);
  return entries(find);
}

std::vector<LogEntry> SqliteTable::log_since(std::int64_t stamp, std::string& cursor, std::size_t n) {
  // The cursor is "stamp/partition/sort" of the last entry given.
  std::string partition;
  std::string sort;
  if (!cursor.empty()) {
    const std::size_t first = cursor.find('/');
    const std::size_t second = cursor.find('/', first + 1);
    std::from_chars(cursor.data(), cursor.data() + first, stamp);
    partition = cursor.substr(first + 1, second - first - 1);
    sort = cursor.substr(second + 1);
  }
  const auto lease = connections_->lease();
  sqlite::Statement find(*lease,
                         "SELECT partition, sort, stamp, body FROM log WHERE (stamp, partition, sort) > (?1, ?2, ?3) "
                         "ORDER BY stamp, partition, sort LIMIT ?4");
  find.bind(1, stamp).bind(2, std::string_view(partition)).bind(3, std::string_view(sort));
  find.bind(4, static_cast<std::int64_t>(n));
  std::vector<LogEntry> found = entries(find);
  cursor.clear();
  if (found.size() == n && n > 0) {
    const LogEntry& last = found.back();
    cursor = std::to_string(last.stamp) + "/" + last.key.partition + "/" + last.key.sort;
  }
  return found;
}

void SqliteTable::pause(int tries) {
  std::chrono::microseconds wait;
  {
    const std::lock_guard lock(random_mutex_);
    const int longest = 500 * std::min(tries, 40);  // up to 20 ms
    wait = std::chrono::microseconds(std::uniform_int_distribution<int>(0, longest)(random_));
  }
  std::this_thread::sleep_for(wait);
}

void SqliteTable::copy_to(const std::filesystem::path& target) {
  const auto lease = connections_->lease();
  sqlite::Statement copy(*lease, "VACUUM INTO ?1");
  // VACUUM INTO wants TEXT, not a BLOB.
  sqlite3_bind_text(copy.handle(), 1, target.c_str(), -1, SQLITE_TRANSIENT);
  copy.run();
}

}  // namespace exportd::tasks
