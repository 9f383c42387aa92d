// HttpServer: accepts connections and speaks HTTP/1.1 (RFC 9112) over them, on Boost.Beast and Asio's coroutines: one
// thread for all sockets, a small pool for the handlers, which block. Memory is bounded by connections, not by bytes.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "api/client_address.hpp"
#include "api/http_message.hpp"
#include "api/problem.hpp"

namespace exportd::api {

// A request that was answered, for the log and the metrics. No address and no query is in it.
struct Answered {
  std::string method;
  std::string route;  // the pattern, empty: none matched
  int status = 0;
  std::chrono::duration<double> seconds{};  // until the last byte was sent
  std::uint64_t bytes_sent = 0;
  std::string request_id;
};

struct ServerParts {
  std::function<Reply(const Request&)> answer;  // on the pool; does not throw
  // Whether `answer` never waits for anything: it is then called on the server's thread.
  std::function<bool(const Request&)> at_once;
  // What comes to no handler: no HTTP request, or too many at once. On the server's thread.
  std::function<Reply(const Request&, const Problem&, const Headers&)> refuse;
  std::function<void(const Answered&)> answered;  // on the server's thread
  std::function<void()> end_streams;              // streams of events and waits are to end soon
  std::vector<Network> trusted_proxies;
  std::size_t connections_max = 0;  // at once; half of them from one client network, if it is no proxy
};

class HttpServer {
 public:
  // Binds "127.0.0.1:8080", "[::1]:0", "localhost:8080". Failure(reject, "bad_config") for what is no address;
  // ours "address_in_use", "cannot_listen".
  HttpServer(const std::string& listen, ServerParts parts);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // With the port that was given where 0 was asked for: "127.0.0.1:43210".
  [[nodiscard]] std::string address() const;
  // Blocks. When a stop is requested /readyz is the first to know (its handler asks the same token); after `notice`
  // nothing more is accepted, and what is under way has until `drain` to end.
  void run(const std::stop_token& stop, std::chrono::milliseconds notice, std::chrono::milliseconds drain);

 private:
  class Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace exportd::api
