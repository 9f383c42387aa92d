#include "sqlite/connections.hpp"

namespace exportd::sqlite {

Connections::Lease Connections::lease() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      std::unique_ptr<Database> database = std::move(idle_.back());
      idle_.pop_back();
      return {shared_from_this(), std::move(database)};
    }
  }
  return {shared_from_this(), std::make_unique<Database>(open_())};
}

void Connections::give_back(std::unique_ptr<Database> database) noexcept {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < idle_max && sqlite3_get_autocommit(database->handle()) != 0) {
    idle_.reserve(idle_max);
    idle_.push_back(std::move(database));
  }
}

}  // namespace exportd::sqlite
