// AWS access from outside: reads one order a line, as JSON, and answers each with one line.
//   {"do":"sign","method":"GET","url":"…","headers":["N: v"],"body":"","service":"s3","region":"…","time":"2026-…Z",
//    "key":"…","secret":"…","token":""}                      → {"headers":["X-Amz-Date: …", …]}, those that were added
//   {"do":"ask","endpoint":"http://…","service":"…","region":"…","method":"…","path":"/","headers":[],"body":""}
//                                       → {"status":200,"code":"","body":"…","may_repeat_itself":false}; with the keys
//                                         of the order, or those of the process's surroundings where it has none
//   {"do":"credentials"}                → {"key":"…","secret":"…","token":"…","region":"…"}, of its surroundings
// A Failure is answered with {"failure":"aws_credentials","message":"…","detail":"…"}.
#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <iostream>
#include <memory>
#include <string>

#include "core/failure.hpp"
#include "core/rfc3339.hpp"
#include "net/aws_client.hpp"
#include "net/aws_default_credentials.hpp"
#include "net/aws_fixed_credentials.hpp"

namespace {

using namespace exportd;
using boost::json::object;

class MachineClock final : public Clock {
 public:
  [[nodiscard]] WallTime wall() const override {
    return std::chrono::time_point_cast<WallTime::duration>(std::chrono::system_clock::now());
  }
  [[nodiscard]] MonotonicTime monotonic() const override { return std::chrono::steady_clock::now(); }
  bool sleep_until(MonotonicTime, const std::stop_token&) override { return true; }
};

const MachineClock machine_clock;

std::string text(const object& order, const char* name) {
  const boost::json::value* const value = order.if_contains(name);
  return value != nullptr ? boost::json::value_to<std::string>(*value) : std::string();
}

std::vector<std::string> headers(const object& order) {
  return boost::json::value_to<std::vector<std::string>>(order.at("headers"));
}

net::AwsCredentials keys(const object& order) {
  return {text(order, "key"), text(order, "secret"), text(order, "token"), std::nullopt};
}

object sign(const object& order) {
  net::HttpRequest request{.method = text(order, "method"),
                           .url = text(order, "url"),
                           .headers = headers(order),
                           .body = text(order, "body")};
  const std::size_t given = request.headers.size();
  net::sign(request, keys(order), {text(order, "region"), text(order, "service")}, *parse_rfc3339(text(order, "time")));
  const std::vector<std::string> added(request.headers.begin() + static_cast<std::ptrdiff_t>(given),
                                       request.headers.end());
  return {{"headers", boost::json::value_from(added)}};
}

std::shared_ptr<net::AwsCredentialSource> surroundings() {
  static const auto source = net::default_aws_credentials(machine_clock);
  return source;
}

object ask(const object& order) {
  const std::shared_ptr<net::AwsCredentialSource> source =
      order.contains("key") ? std::make_shared<net::FixedAwsCredentials>(keys(order)) : surroundings();
  net::AwsClient client({.name = "test",
                         .endpoint = text(order, "endpoint"),
                         .scope = {text(order, "region"), text(order, "service")},
                         .ca_file = {}},
                        source, machine_clock);
  const net::AwsAnswer answer = client.ask({.method = text(order, "method"),
                                            .path = text(order, "path"),
                                            .headers = headers(order),
                                            .body = text(order, "body")},
                                           {});
  return {{"status", answer.response.status},
          {"code", net::aws_error_code(answer.response)},
          {"body", std::string(answer.response.text())},
          {"may_repeat_itself", answer.may_repeat_itself}};
}

object credentials() {
  const net::AwsCredentials found = surroundings()->get();
  return {{"key", found.access_key_id},
          {"secret", found.secret_access_key},
          {"token", found.session_token},
          {"region", net::default_aws_region()}};
}

object done(const object& order) {
  const std::string what = text(order, "do");
  try {
    return what == "sign" ? sign(order) : what == "ask" ? ask(order) : credentials();
  } catch (const Failure& failure) {
    return {{"failure", failure.code()}, {"message", failure.message()}, {"detail", failure.detail()}};
  }
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    std::cout << boost::json::serialize(done(boost::json::parse(line).as_object())) << std::endl;
  }
}
