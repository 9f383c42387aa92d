// SessionBell: wakes a session's coroutine on the server's thread from any other. ClientWatch: rings it when the client
// has gone, so that who has left is not written to until a proxy notices. For the server's own files.
#pragma once

#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <functional>
#include <memory>

namespace exportd::api {

// Outlives the session in the hands of whoever may still pull its rope.
class SessionBell {
 public:
  explicit SessionBell(boost::asio::io_context& io) : io_(io), timer_(io) {}

  // Until it rings, or until then; a ring that came before counts.
  boost::asio::awaitable<void> wait_until(std::chrono::steady_clock::time_point then) {
    if (!rung_) {
      timer_.expires_at(then);
      co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    }
    rung_ = false;
  }
  void ring() {  // on the server's thread
    rung_ = true;
    timer_.cancel();
  }
  static std::function<void()> rope(const std::shared_ptr<SessionBell>& bell) {
    return [bell] { boost::asio::post(bell->io_, [bell] { bell->ring(); }); };
  }

 private:
  boost::asio::io_context& io_;
  boost::asio::steady_timer timer_;
  bool rung_ = false;
};

// For as long as it lives nobody else may read from the socket. A client that ends its sending has gone, as it has for
// most servers: there is nothing it could still ask for.
class ClientWatch {
 public:
  ClientWatch(boost::asio::ip::tcp::socket& socket, const std::shared_ptr<SessionBell>& bell) : socket_(socket) {
    socket_.async_wait(boost::asio::ip::tcp::socket::wait_read, [bell, readable = readable_](const auto& error) {
      *readable = !error;
      if (!error) bell->ring();
    });
  }
  ~ClientWatch() {
    boost::system::error_code ignored;
    static_cast<void>(socket_.cancel(ignored));
  }
  ClientWatch(const ClientWatch&) = delete;
  ClientWatch& operator=(const ClientWatch&) = delete;

  // What the client sends in the meantime is its next request, and left where it is.
  [[nodiscard]] bool client_gone() const {
    if (!socket_.is_open()) return true;
    char next = 0;
    return *readable_ && ::recv(socket_.native_handle(), &next, 1, MSG_PEEK | MSG_DONTWAIT) <= 0;
  }

 private:
  boost::asio::ip::tcp::socket& socket_;
  std::shared_ptr<bool> readable_ = std::make_shared<bool>(false);
};

}  // namespace exportd::api
