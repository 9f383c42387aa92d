#include "api/http_writing.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <cstdio>
#include <ctime>
#include <exception>
#include <tuple>
#include <vector>

#include "api/problem.hpp"
#include "api/session_bell.hpp"
#include "core/limits.hpp"

namespace exportd::api {

namespace beast = boost::beast;
namespace http = beast::http;

namespace {

using Stream = beast::tcp_stream;
using ReplyHeader = http::response<http::empty_body>;

constexpr auto quietly = asio::as_tuple(asio::use_awaitable);

// RFC 9110, section 5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT".
std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 40> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

ReplyHeader header_of(const Reply& reply, const WritePlan& plan) {
  ReplyHeader header{static_cast<http::status>(reply.status), plan.http_1_0 ? 10U : 11U};
  header.reason(std::string(reason_phrase(reply.status)));
  header.set(http::field::date, http_date());
  header.set(http::field::server, "exportd");
  for (const auto& [name, value] : reply.headers.all()) header.insert(name, value);
  header.keep_alive(plan.keep_alive);
  return header;
}

// All of it, as long as the client takes something every now and then; the bytes it took.
asio::awaitable<std::size_t> send(Stream& stream, std::string_view bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    stream.expires_after(limits::http_write_stall_max);
    const auto [error, n] =
        co_await stream.async_write_some(asio::buffer(bytes.data() + sent, bytes.size() - sent), quietly);
    if (error) co_return sent;
    sent += n;
  }
  co_return sent;
}

std::string header_text(ReplyHeader& header) {
  std::string text = "HTTP/" + std::to_string(header.version() / 10) + "." + std::to_string(header.version() % 10) +
                     " " + std::to_string(header.result_int()) + " " + std::string(header.reason()) + "\r\n";
  for (const auto& field : header) {
    text.append(field.name_string()).append(": ").append(field.value()).append("\r\n");
  }
  return text + "\r\n";
}

// Of a stream, whose length nobody knows.
asio::awaitable<Written> write_header(Stream& stream, ReplyHeader header) {
  const std::string text = header_text(header);
  co_return Written{0, co_await send(stream, text) == text.size()};
}

asio::awaitable<Written> write_text(Stream& stream, ReplyHeader header, std::string_view text, const WritePlan& plan) {
  const bool has_content = header.result_int() != 204 && header.result_int() != 304;
  if (has_content && header.count(http::field::content_length) == 0) header.content_length(text.size());
  std::string all = header_text(header);
  const std::size_t header_bytes = all.size();
  if (has_content && !plan.head) all += text;
  const std::size_t sent = co_await send(stream, all);
  co_return Written{sent > header_bytes ? sent - header_bytes : 0, sent == all.size()};
}

// One block is opened on the pool while the one before it goes out. `sent` grows with what the client takes.
asio::awaitable<void> send_file(Stream& stream, FileBody& body, Connected& server, std::uint64_t& sent) {
  using asio::experimental::awaitable_operators::operator&&;
  const std::uint64_t size = body.size();
  const auto give_up = std::chrono::steady_clock::now() + limits::http_download_time_max;
  const auto block_bytes = static_cast<std::size_t>(std::min<std::uint64_t>(size, limits::http_file_block_bytes));
  std::vector<char> going_out(block_bytes);
  std::vector<char> coming_in(block_bytes);
  // What was read before a failure still goes out, and is counted.
  const auto read = [&body, &coming_in]() -> std::size_t {
    try {
      return body.read(coming_in);
    } catch (const std::exception&) {  // the body has told the operator
      return 0;
    }
  };
  std::uint64_t opened = 0;
  std::size_t block = 0;
  if (size > 0) block = co_await server.blocking(read);
  while (block > 0) {
    opened += block;
    going_out.swap(coming_in);
    const std::string_view bytes(going_out.data(), block);
    std::size_t taken = 0;
    if (opened < size) {
      std::tie(taken, block) = co_await (send(stream, bytes) && server.blocking(read));
    } else {
      taken = co_await send(stream, bytes);
      block = 0;
    }
    sent += taken;
    if (taken < bytes.size() || std::chrono::steady_clock::now() >= give_up) break;
  }
}

// A failure while reading cuts the answer short of its length, which its client can see.
asio::awaitable<Written> write_file(Stream& stream, ReplyHeader header, FileBody& body, Connected& server) {
  header.content_length(body.size());
  const std::string text = header_text(header);
  std::uint64_t sent = 0;
  std::exception_ptr failed;
  try {
    if (co_await send(stream, text) == text.size()) co_await send_file(stream, body, server, sent);
  } catch (const std::exception&) {  // no memory for the blocks, say
    failed = std::current_exception();
  }
  co_await server.blocking([&] { return body.ended(sent), true; });
  if (failed) std::rethrow_exception(failed);
  co_return Written{sent, sent == body.size()};
}

std::string as_chunk(std::string_view bytes, bool chunked) {
  if (!chunked) return std::string(bytes);
  std::array<char, 20> size{};
  const int digits = std::snprintf(size.data(), size.size(), "%zx\r\n", bytes.size());
  return std::string(size.data(), static_cast<std::size_t>(digits)) + std::string(bytes) + "\r\n";
}

asio::awaitable<Written> write_events(Stream& stream, ReplyHeader header, EventSource& source, const WritePlan& plan,
                                      Connected& server) {
  const bool chunked = !plan.http_1_0;
  if (chunked) header.chunked(true);
  std::string next = header_text(header);
  const auto bell = std::make_shared<SessionBell>(server.io);
  source.on_news(SessionBell::rope(bell));
  const ClientWatch watch(stream.socket(), bell);
  std::uint64_t sent = 0;
  while (true) {
    // What comes between the two is not lost: a source with something to take has not ended, and has rung.
    const std::string news = source.take();
    const bool ended = source.ended();
    if (!news.empty()) next += as_chunk(news, chunked);
    if (ended) {
      if (chunked) next += "0\r\n\r\n";
      const std::size_t taken = co_await send(stream, next);
      co_return Written{sent + taken, taken == next.size() && chunked};
    }
    const std::size_t taken = co_await send(stream, next);
    sent += taken;
    if (taken < next.size()) co_return Written{sent, false};
    next.clear();
    const auto quiet_until = std::chrono::steady_clock::now() + limits::event_comment_every;
    co_await bell->wait_until(quiet_until);
    if (watch.client_gone()) co_return Written{sent, false};
    // Proxies cut streams that are silent.
    if (std::chrono::steady_clock::now() >= quiet_until) next = as_chunk(": still following\n\n", chunked);
  }
}

}  // namespace

asio::awaitable<Written> write_reply(Stream& stream, Reply& reply, const WritePlan& plan, Connected& server) {
  const ReplyHeader header = header_of(reply, plan);
  if (auto* file = std::get_if<std::unique_ptr<FileBody>>(&reply.content)) {
    co_return co_await write_file(stream, header, **file, server);
  }
  if (auto* events = std::get_if<std::unique_ptr<EventSource>>(&reply.content)) {
    if (plan.head) co_return co_await write_header(stream, header);
    co_return co_await write_events(stream, header, **events, plan, server);
  }
  co_return co_await write_text(stream, header, std::get<std::string>(reply.content), plan);
}

asio::awaitable<void> wait_for_end(Stream& stream, EventSource& source, std::chrono::seconds at_most,
                                   Connected& server) {
  stream.expires_never();
  const auto last = std::chrono::steady_clock::now() + at_most;
  const auto bell = std::make_shared<SessionBell>(server.io);
  source.on_news(SessionBell::rope(bell));
  const ClientWatch watch(stream.socket(), bell);
  while (std::chrono::steady_clock::now() < last) {
    static_cast<void>(source.take());
    if (source.ended()) co_return;
    co_await bell->wait_until(last);
    if (watch.client_gone()) co_return;
  }
}

}  // namespace exportd::api
