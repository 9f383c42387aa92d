#include "api/download_places.hpp"

#include "core/limits.hpp"

namespace exportd::api {

std::optional<DownloadPlaces::Place> DownloadPlaces::take(std::string network) {
  const std::scoped_lock lock(mutex_);
  if (taken_ >= limits::downloads_max) return std::nullopt;
  std::size_t& of_client = taken_by_[network];
  if (of_client >= limits::downloads_of_client_max) return std::nullopt;
  ++of_client;
  ++taken_;
  return Place(*this, std::move(network));
}

void DownloadPlaces::leave(const std::string& network) {
  const std::scoped_lock lock(mutex_);
  --taken_;
  const auto found = taken_by_.find(network);
  if (--found->second == 0) taken_by_.erase(found);
}

}  // namespace exportd::api
