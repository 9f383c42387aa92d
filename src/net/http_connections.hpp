// HttpConnections: idle transports with their open connections, lent to one thread at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "net/http_transport.hpp"

namespace exportd::net {

class HttpConnections : public std::enable_shared_from_this<HttpConnections> {
 public:
  static constexpr std::size_t idle_max = 16;

  explicit HttpConnections(TlsTrust trust) : trust_(std::move(trust)) { idle_.reserve(idle_max); }

  // Gives the transport back when it goes. It keeps the pool alive.
  class Lease {
   public:
    Lease(std::shared_ptr<HttpConnections> pool, std::unique_ptr<HttpTransport> transport)
        : pool_(std::move(pool)), transport_(std::move(transport)) {}
    ~Lease() {
      if (transport_) pool_->give_back(std::move(transport_));
    }
    Lease(Lease&&) = default;
    Lease& operator=(Lease&&) = delete;
    [[nodiscard]] HttpTransport& operator*() const { return *transport_; }
    [[nodiscard]] HttpTransport* operator->() const { return transport_.get(); }

   private:
    std::shared_ptr<HttpConnections> pool_;
    std::unique_ptr<HttpTransport> transport_;
  };

  [[nodiscard]] Lease lease() {
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        Lease lent(shared_from_this(), std::move(idle_.back()));
        idle_.pop_back();
        return lent;
      }
    }
    return {shared_from_this(), std::make_unique<HttpTransport>(trust_)};
  }

 private:
  void give_back(std::unique_ptr<HttpTransport> transport) noexcept {
    const std::lock_guard lock(mutex_);
    if (idle_.size() < idle_max) idle_.push_back(std::move(transport));
  }

  const TlsTrust trust_;
  std::mutex mutex_;  // guards idle_
  std::vector<std::unique_ptr<HttpTransport>> idle_;
};

}  // namespace exportd::net
