// EventStreams: how many streams of events each client network holds open.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace exportd::api {

class EventStreams {
 public:
  explicit EventStreams(std::size_t per_client) : per_client_(per_client) {}

  // Counts for as long as it lives.
  class Place {
   public:
    Place(EventStreams& all, std::string client) : all_(all), client_(std::move(client)) {}
    ~Place() { all_.leave(client_); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

   private:
    EventStreams& all_;
    const std::string client_;
  };

  // nullptr: that client has as many as it may.
  [[nodiscard]] std::unique_ptr<Place> enter(const std::string& client) {
    const std::scoped_lock lock(mutex_);
    std::size_t& open = open_[client];
    if (open >= per_client_) {
      if (open == 0) open_.erase(client);  // a limit of 0
      return nullptr;
    }
    ++open;
    return std::make_unique<Place>(*this, client);
  }

 private:
  void leave(const std::string& client) {
    const std::scoped_lock lock(mutex_);
    const auto found = open_.find(client);
    if (--found->second == 0) open_.erase(found);
  }

  const std::size_t per_client_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::size_t> open_;
};

}  // namespace exportd::api
