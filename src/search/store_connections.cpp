#include "search/store_connections.hpp"

#include "search/store_schema.hpp"

namespace exportd::search {

StoreConnections::Lease StoreConnections::lease() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      std::unique_ptr<Database> database = std::move(idle_.back());
      idle_.pop_back();
      return {shared_from_this(), std::move(database)};
    }
  }
  return {shared_from_this(), std::make_unique<Database>(open_store(store_, OpenMode::read_write))};
}

void StoreConnections::give_back(std::unique_ptr<Database> database) noexcept {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < idle_max && sqlite3_get_autocommit(database->handle()) != 0) {
    idle_.reserve(idle_max);
    idle_.push_back(std::move(database));
  }
}

}  // namespace exportd::search
