// A request off a connection: read within its limits and times, checked for what Beast lets pass, and turned into a
// Request. Includes Beast: for the server's own files.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <optional>
#include <string>
#include <variant>

#include "api/http_message.hpp"
#include "api/problem.hpp"

namespace exportd::api {

struct ReadRequest {
  Request request;
  bool keep_alive = false;
  bool http_1_0 = false;
};

struct NothingMore {};  // the client has closed, or said nothing for too long

// A Problem: what was sent is no request that can be answered otherwise; the connection must be closed after it.
using ReadOutcome = std::variant<ReadRequest, Problem, NothingMore>;

// `begun` is called when the first bytes of a request are there: from then on the session is not idle.
boost::asio::awaitable<ReadOutcome> read_request(boost::beast::tcp_stream& stream, boost::beast::flat_buffer& buffer,
                                                 std::function<void()> begun);

}  // namespace exportd::api
