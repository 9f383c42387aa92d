#include "app/http_client.hpp"

#include <boost/json/parse.hpp>
#include <chrono>
#include <string_view>

#include "app/target_file.hpp"
#include "core/failure.hpp"
#include "net/http_transport.hpp"

namespace exportd::app {

namespace json = boost::json;

namespace {

std::vector<char> answered(const std::string& method, const std::string& url) {
  net::HttpTransport transport;
  const net::HttpRequest request{.method = method, .url = url, .headers = {"Prefer: wait=30"}, .body = {}};
  const auto answer = transport.exchange(request, {.whole = std::chrono::minutes(5)}, {});
  const std::string why = !answer                     ? answer.error().reason
                          : answer->status / 100 != 2 ? "HTTP " + std::to_string(answer->status)
                                                      : "";
  if (why.empty()) return answer->body;
  throw Failure(FailureKind::ours, "api_error", "demo: " + url + ": " + why + ": see the log above");
}

json::object json_of(const std::string& method, const std::string& url) {
  const std::vector<char> body = answered(method, url);
  return json::parse(std::string_view(body.data(), body.size())).as_object();
}

}  // namespace

json::object ApiClient::post(const std::string& path) const {
  return json_of("POST", base_ + path);
}

json::object ApiClient::get(const std::string& path) const {
  return json_of("GET", base_ + path);
}

void ApiClient::download(const std::string& path, const std::filesystem::path& target) const {
  const auto file = open_target(target, {});
  const std::vector<char> body = answered("GET", base_ + path);
  file->write({body.data(), body.size()});
  file->finish();
}

}  // namespace exportd::app
