// What the sessions of one server share: its thread, its pool, and who is connected. Only the server's files include
// this: it brings in Asio.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "api/http_server.hpp"

namespace exportd::api {

namespace asio = boost::asio;

class HttpSession;

struct Connected {
  asio::io_context io{1};
  asio::thread_pool pool;
  ServerParts parts;
  bool draining = false;                          // on the server's thread
  std::set<HttpSession*> sessions;                // on the server's thread
  std::map<std::string, std::size_t> of_network;  // how many of them come from each; on the server's thread
  std::size_t on_pool = 0;                        // calls that wait or run; on the server's thread

  Connected(ServerParts server_parts, std::size_t threads) : pool(threads), parts(std::move(server_parts)) {}

  // Runs a blocking call on the pool; the caller goes on, on the server's thread, with what it returned or threw.
  template <class Call>
  asio::awaitable<std::invoke_result_t<Call>> blocking(Call call) {
    using Outcome = std::invoke_result_t<Call>;
    struct Counted {
      std::size_t& count;
      explicit Counted(std::size_t& all) : count(all) { ++count; }
      ~Counted() { --count; }
    } counted(on_pool);
    co_return co_await asio::co_spawn(
        pool.get_executor(), [&call]() -> asio::awaitable<Outcome> { co_return call(); }, asio::use_awaitable);
  }
};

// Serves a connection until it ends. On the server's thread.
asio::awaitable<void> serve_connection(asio::ip::tcp::socket socket, Connected& server);
// Closes it if nothing is under way on it.
void close_if_idle(HttpSession& session);
void close_now(HttpSession& session);

}  // namespace exportd::api
