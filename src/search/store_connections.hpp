// StoreConnections: idle connections to one store, lent to one thread at a time. Opening one costs more than a count.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

#include "search/sqlite_database.hpp"

namespace exportd::search {

class StoreConnections : public std::enable_shared_from_this<StoreConnections> {
 public:
  static constexpr std::size_t idle_max = 8;

  explicit StoreConnections(std::filesystem::path store) : store_(std::move(store)) {}

  // Gives the connection back when it goes. It keeps the pool alive.
  class Lease {
   public:
    Lease(std::shared_ptr<StoreConnections> pool, std::unique_ptr<Database> database)
        : pool_(std::move(pool)), database_(std::move(database)) {}
    ~Lease() {
      if (database_) pool_->give_back(std::move(database_));
    }
    Lease(Lease&&) = default;
    Lease& operator=(Lease&&) = delete;
    [[nodiscard]] Database& operator*() const { return *database_; }

   private:
    std::shared_ptr<StoreConnections> pool_;
    std::unique_ptr<Database> database_;
  };

  [[nodiscard]] Lease lease();

 private:
  void give_back(std::unique_ptr<Database>) noexcept;

  std::filesystem::path store_;
  std::mutex mutex_;  // guards idle_
  std::vector<std::unique_ptr<Database>> idle_;
};

}  // namespace exportd::search
