// A client of a service's own HTTP API, for the demo: it asks as any program of a user's would.
#pragma once

#include <boost/json/object.hpp>
#include <filesystem>
#include <string>

namespace exportd::app {

class ApiClient {
 public:
  // `address`: "127.0.0.1:8080".
  explicit ApiClient(const std::string& address) : base_("http://" + address) {}

  [[nodiscard]] const std::string& base() const { return base_; }
  // The JSON that is answered. Failure(ours, "api_error") for anything but success.
  [[nodiscard]] boost::json::object post(const std::string& path) const;
  [[nodiscard]] boost::json::object get(const std::string& path) const;
  // Into a file that appears when it is whole.
  void download(const std::string& path, const std::filesystem::path& target) const;

 private:
  const std::string base_;
};

}  // namespace exportd::app
