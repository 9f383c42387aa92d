// Connections: idle connections to one file, lent to one thread at a time. Opening one costs more than a count.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "sqlite/database.hpp"

namespace exportd::sqlite {

class Connections : public std::enable_shared_from_this<Connections> {
 public:
  static constexpr std::size_t idle_max = 8;

  // `open`: a new connection; called from any thread.
  explicit Connections(std::function<Database()> open) : open_(std::move(open)) {}

  // Gives the connection back when it goes. It keeps the pool alive.
  class Lease {
   public:
    Lease(std::shared_ptr<Connections> pool, std::unique_ptr<Database> database)
        : pool_(std::move(pool)), database_(std::move(database)) {}
    ~Lease() {
      if (database_) pool_->give_back(std::move(database_));
    }
    Lease(Lease&&) = default;
    Lease& operator=(Lease&&) = delete;
    [[nodiscard]] Database& operator*() const { return *database_; }

   private:
    std::shared_ptr<Connections> pool_;
    std::unique_ptr<Database> database_;
  };

  [[nodiscard]] Lease lease();

 private:
  void give_back(std::unique_ptr<Database>) noexcept;

  std::function<Database()> open_;
  std::mutex mutex_;  // guards idle_
  std::vector<std::unique_ptr<Database>> idle_;
};

}  // namespace exportd::sqlite
