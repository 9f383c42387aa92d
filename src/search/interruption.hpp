// Interruption: lets a deadline or a stop request end a running SQL statement, which then throws Failure `cancelled`.
#pragma once

#include <functional>
#include <utility>

#include "sqlite/database.hpp"

namespace exportd::search {

class Interruption {
 public:
  // `wanted` is asked every few thousand of SQLite's steps (well under a millisecond) while this object lives.
  Interruption(sqlite::Database& database, std::function<bool()> wanted)
      : database_(database), wanted_(std::move(wanted)) {
    constexpr int steps = 4'000;
    sqlite3_progress_handler(
        database_.handle(), steps, [](void* self) { return static_cast<Interruption*>(self)->wanted_() ? 1 : 0; },
        this);
  }
  ~Interruption() { sqlite3_progress_handler(database_.handle(), 0, nullptr, nullptr); }
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

 private:
  sqlite::Database& database_;
  std::function<bool()> wanted_;
};

}  // namespace exportd::search
