#include "api/http_server.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <exception>
#include <optional>

#include "api/http_loop.hpp"
#include "core/failure.hpp"
#include "core/limits.hpp"

namespace exportd::api {

namespace {

using asio::ip::tcp;

struct HostAndPort {
  std::string host;
  std::string port;
};

HostAndPort split_address(const std::string& listen) {
  const std::size_t colon = listen.rfind(':');
  std::string host = colon == std::string::npos ? std::string() : listen.substr(0, colon);
  const std::string port = colon == std::string::npos ? std::string() : listen.substr(colon + 1);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  const bool digits = !port.empty() && port.size() <= 5 && port.find_first_not_of("0123456789") == std::string::npos;
  if (!host.empty() && digits && std::stoi(port) <= 65'535) return {host, port};
  throw Failure(FailureKind::reject, "bad_config",
                "server.listen = \"" + listen + "\": this is no address to listen on: give one like 127.0.0.1:8080");
}

tcp::endpoint resolved(asio::io_context& io, const std::string& listen) {
  const HostAndPort wanted = split_address(listen);
  boost::system::error_code error;
  tcp::resolver resolver(io);
  const auto found = resolver.resolve(wanted.host, wanted.port, tcp::resolver::passive, error);
  if (!error && !found.empty()) return found.begin()->endpoint();
  throw Failure(FailureKind::reject, "bad_config",
                "server.listen = \"" + listen + "\": no such host: give an address of this machine");
}

std::string text_of(const tcp::endpoint& endpoint) {
  const std::string host = endpoint.address().to_string();
  const bool v6 = endpoint.address().is_v6();
  return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(endpoint.port());
}

}  // namespace

class HttpServer::Loop {
 public:
  Loop(const std::string& listen, ServerParts parts)
      : server_(std::move(parts), limits::http_pool_threads), acceptor_(server_.io), timer_(server_.io) {
    const tcp::endpoint endpoint = resolved(server_.io, listen);
    boost::system::error_code error;
    static_cast<void>(acceptor_.open(endpoint.protocol(), error));
    if (!error) static_cast<void>(acceptor_.set_option(tcp::acceptor::reuse_address(true), error));
    if (!error) static_cast<void>(acceptor_.bind(endpoint, error));
    if (!error) static_cast<void>(acceptor_.listen(tcp::acceptor::max_listen_connections, error));
    if (!error) return;
    const bool taken = error == boost::system::errc::address_in_use;
    throw Failure(
        FailureKind::ours, taken ? "address_in_use" : "cannot_listen",
        "cannot listen on " + listen + ": " + error.message() +
            (taken ? ": stop the other program, or give another address with --listen" : ": check server.listen"));
  }
  ~Loop() { server_.pool.join(); }
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  [[nodiscard]] std::string address() const { return text_of(acceptor_.local_endpoint()); }

  void run(const std::stop_token& stop, std::chrono::milliseconds notice, std::chrono::milliseconds drain) {
    std::exception_ptr broken;
    asio::co_spawn(server_.io, accept(), [&](const std::exception_ptr& error) {
      broken = error;  // a server that accepts nobody must not go on looking alive
      if (error) asio::co_spawn(server_.io, wind_down({}, drain), asio::detached);
    });
    const std::stop_callback stopped(stop, [&] {
      asio::post(server_.io, [&] { asio::co_spawn(server_.io, wind_down(notice, drain), asio::detached); });
    });
    server_.io.run();
    if (broken) std::rethrow_exception(broken);
  }

 private:
  asio::awaitable<void> accept() {
    while (true) {
      auto [error, socket] = co_await acceptor_.async_accept(asio::as_tuple(asio::use_awaitable));
      if (!acceptor_.is_open()) co_return;
      if (error) {  // out of descriptors, say: those connected go on, and descriptors come back
        asio::steady_timer pause(server_.io, std::chrono::milliseconds(100));
        co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
        continue;
      }
      if (!has_room_for(socket)) continue;  // closed at once
      asio::co_spawn(server_.io, serve_connection(std::move(socket), server_), asio::detached);
    }
  }

  // One network may not keep all others out; who speaks for many clients may.
  bool has_room_for(const tcp::socket& socket) const {
    const std::size_t most = server_.parts.connections_max;
    if (server_.sessions.size() >= most) return false;
    boost::system::error_code unknown;
    const auto peer = ClientAddress::parse(socket.remote_endpoint(unknown).address().to_string());
    if (!peer) return true;
    const auto mine = server_.of_network.find(peer->network());
    if (mine == server_.of_network.end() || mine->second < most / 2) return true;
    return std::ranges::any_of(server_.parts.trusted_proxies, [&](const Network& one) { return one.holds(*peer); });
  }

  asio::awaitable<void> wind_down(std::chrono::milliseconds notice, std::chrono::milliseconds drain) {
    const auto wait = [this](std::chrono::milliseconds pause) {
      timer_.expires_after(pause);
      return timer_.async_wait(asio::as_tuple(asio::use_awaitable));
    };
    co_await wait(notice);
    acceptor_.close();
    server_.draining = true;
    server_.parts.end_streams();
    const auto last = std::chrono::steady_clock::now() + drain;
    while (!server_.sessions.empty() && std::chrono::steady_clock::now() < last) {
      for (HttpSession* session : server_.sessions) close_if_idle(*session);
      co_await wait(std::chrono::milliseconds(20));
    }
    for (HttpSession* session : server_.sessions) close_now(*session);
    while (!server_.sessions.empty()) co_await wait(std::chrono::milliseconds(5));
  }

  Connected server_;
  tcp::acceptor acceptor_;
  asio::steady_timer timer_;
};

HttpServer::HttpServer(const std::string& listen, ServerParts parts)
    : loop_(std::make_unique<Loop>(listen, std::move(parts))) {}

HttpServer::~HttpServer() = default;

std::string HttpServer::address() const {
  return loop_->address();
}

void HttpServer::run(const std::stop_token& stop, std::chrono::milliseconds notice, std::chrono::milliseconds drain) {
  loop_->run(stop, notice, drain);
}

}  // namespace exportd::api
