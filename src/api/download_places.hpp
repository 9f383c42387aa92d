// DownloadPlaces: how many answers are read from stored objects at once, files and descriptions alike: each holds
// blocks in memory for as long as its client takes.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace exportd::api {

class DownloadPlaces {
 public:
  // One of them, until it is gone. Must not outlive the places.
  class Place {
   public:
    Place(Place&& other) noexcept
        : places_(std::exchange(other.places_, nullptr)), network_(std::move(other.network_)) {}
    Place& operator=(Place&&) = delete;
    ~Place() {
      if (places_ != nullptr) places_->leave(network_);
    }

   private:
    friend class DownloadPlaces;
    Place(DownloadPlaces& places, std::string network) noexcept : places_(&places), network_(std::move(network)) {}
    DownloadPlaces* places_;
    std::string network_;
  };

  // nullopt: there are as many as there may be, in all or of this client's network (limits::downloads_max,
  // downloads_of_client_max).
  [[nodiscard]] std::optional<Place> take(std::string network);

 private:
  void leave(const std::string& network);

  std::mutex mutex_;
  std::size_t taken_ = 0;
  std::map<std::string, std::size_t> taken_by_;  // network
};

}  // namespace exportd::api
