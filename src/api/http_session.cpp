// HttpSession: one connection, request after request.
#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <chrono>
#include <exception>
#include <memory>
#include <string>
#include <utility>

#include "api/http_loop.hpp"
#include "api/http_reading.hpp"
#include "api/http_writing.hpp"
#include "api/problem.hpp"
#include "api/request_id.hpp"
#include "core/failure.hpp"
#include "core/limits.hpp"

namespace exportd::api {

namespace beast = boost::beast;

class HttpSession {
 public:
  HttpSession(asio::ip::tcp::socket socket, Connected& server) : stream_(std::move(socket)), server_(server) {
    boost::system::error_code unknown;
    const auto peer = stream_.socket().remote_endpoint(unknown);
    if (!unknown) peer_ = ClientAddress::parse(peer.address().to_string()).value_or(ClientAddress());
    static_cast<void>(stream_.socket().set_option(asio::ip::tcp::no_delay(true), unknown));
    server_.sessions.insert(this);
    ++server_.of_network[peer_.network()];
  }
  ~HttpSession() {
    server_.sessions.erase(this);
    const auto mine = server_.of_network.find(peer_.network());
    if (--mine->second == 0) server_.of_network.erase(mine);
  }
  HttpSession(const HttpSession&) = delete;
  HttpSession& operator=(const HttpSession&) = delete;

  asio::awaitable<void> serve() {
    bool again = true;
    while (again) {
      idle_ = true;
      if (server_.draining && buffer_.size() == 0) break;
      ReadOutcome outcome = co_await read_request(stream_, buffer_, [this] { idle_ = false; });
      if (std::holds_alternative<NothingMore>(outcome)) break;
      if (auto* problem = std::get_if<Problem>(&outcome)) {
        co_await refuse(*problem);
        break;
      }
      again = co_await answer(std::get<ReadRequest>(std::move(outcome)));
    }
    co_await close_gently();
  }

  void close_if_idle() {
    if (idle_) close_now();
  }
  void close_now() { stream_.close(); }

 private:
  asio::awaitable<void> refuse(const Problem& problem) {
    const std::string id = new_request_id();
    Request request;
    request.id = id;
    Reply reply = server_.parts.refuse(request, problem, {{"X-Request-Id", id}});
    const auto begun = std::chrono::steady_clock::now();
    const Written written = co_await write_reply(stream_, reply, {}, server_);
    server_.parts.answered(
        {"-", "", reply.status, std::chrono::steady_clock::now() - begun, written.content_bytes, id});
  }

  // Whether the connection goes on.
  asio::awaitable<bool> answer(ReadRequest read) {
    const auto begun = std::chrono::steady_clock::now();
    Request& request = read.request;
    request.id = request_id(request.headers.first("X-Request-Id"));
    request.client = client_of(peer_, request.headers.joined("X-Forwarded-For"), server_.parts.trusted_proxies);
    Reply reply = co_await made(request);
    reply.headers.add("X-Request-Id", request.id);
    const WritePlan plan{.head = request.method == Method::head,
                         .http_1_0 = read.http_1_0,
                         .keep_alive = read.keep_alive && !server_.draining};
    const int status = reply.status;
    Written written;
    try {
      written = co_await write_reply(stream_, reply, plan, server_);
    } catch (const Failure&) {
      written.whole = false;  // the source of its events has told the operator
    }
    server_.parts.answered({request.method_name, reply.route, status, std::chrono::steady_clock::now() - begun,
                            written.content_bytes, request.id});
    co_return written.whole&& plan.keep_alive;
  }

  asio::awaitable<Reply> made(const Request& request) {
    if (server_.parts.at_once(request)) co_return server_.parts.answer(request);
    if (server_.on_pool >= limits::http_pool_waiting_max) {
      co_return server_.parts.refuse(request,
                                     {.status = 503,
                                      .code = "overloaded",
                                      .detail = "too many requests at once: try again in a moment",
                                      .parameter = {},
                                      .more = {}},
                                     {{"Retry-After", "1"}});
    }
    Reply reply = co_await server_.blocking([&] { return server_.parts.answer(request); });
    auto* content = std::get_if<std::unique_ptr<Waiting>>(&reply.content);
    if (content == nullptr) co_return reply;
    const std::unique_ptr<Waiting> waiting = std::move(*content);
    if (waiting->until) co_await wait_for_end(stream_, *waiting->until, waiting->at_most, server_);
    co_return co_await server_.blocking([&] { return waiting->then(); });
  }

  // A client that is still sending would lose the answer to a reset (RFC 9112, section 9.6): what it sends is read
  // for a while and dropped.
  asio::awaitable<void> close_gently() {
    if (!stream_.socket().is_open()) co_return;
    boost::system::error_code ignored;
    static_cast<void>(stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored));
    std::array<char, 4'096> dropped{};
    std::size_t left = limits::http_dropped_bytes_max;
    stream_.expires_after(limits::http_linger_max);
    while (!ignored && left > 0) {
      const auto [error, n] =
          co_await stream_.async_read_some(asio::buffer(dropped), asio::as_tuple(asio::use_awaitable));
      if (error) break;
      left -= std::min(left, n);
    }
    stream_.close();
  }

  beast::tcp_stream stream_;
  Connected& server_;
  beast::flat_buffer buffer_{limits::http_buffer_bytes_max};
  ClientAddress peer_;
  bool idle_ = true;
};

asio::awaitable<void> serve_connection(asio::ip::tcp::socket socket, Connected& server) {
  HttpSession session(std::move(socket), server);
  try {
    co_await session.serve();
  } catch (const std::exception&) {
    session.close_now();  // out of memory, say: this connection ends, the others go on
  }
}

void close_if_idle(HttpSession& session) {
  session.close_if_idle();
}

void close_now(HttpSession& session) {
  session.close_now();
}

}  // namespace exportd::api
