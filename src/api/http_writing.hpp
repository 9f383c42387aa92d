// An answer onto a connection: its header, then its text, file or events, as fast as the client takes them. Includes
// Beast: for the server's own files.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <cstdint>

#include "api/http_loop.hpp"
#include "api/http_message.hpp"

namespace exportd::api {

struct WritePlan {
  bool head = false;  // the header alone
  bool http_1_0 = false;
  bool keep_alive = false;
};

struct Written {
  std::uint64_t content_bytes = 0;
  bool whole = false;  // the connection can take another request
};

// The content is not a Waiting. Ends when the client is gone, or takes nothing for limits::http_write_stall_max.
asio::awaitable<Written> write_reply(boost::beast::tcp_stream& stream, Reply& reply, const WritePlan& plan,
                                     Connected& server);

// Ends with the source, when its time is over, or when the client has gone.
asio::awaitable<void> wait_for_end(boost::beast::tcp_stream& stream, EventSource& source, std::chrono::seconds at_most,
                                   Connected& server);

}  // namespace exportd::api
