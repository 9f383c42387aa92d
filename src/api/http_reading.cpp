#include "api/http_reading.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <string_view>
#include <utility>

#include "core/limits.hpp"

namespace exportd::api {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

namespace {

using Parser = http::request_parser<http::string_body>;

constexpr auto quietly = asio::as_tuple(asio::use_awaitable);

Problem problem(int status, const char* code, const char* detail) {
  return {.status = status, .code = code, .detail = detail, .parameter = {}, .more = {}};
}

// A request that does not come within its time is cut: Beast has closed the connection by then.
ReadOutcome outcome_of(const beast::error_code& error) {
  if (error == http::error::header_limit) {
    return problem(431, "header_too_large",
                   "header: the first line and the fields are longer than 16 KiB: send parameters in the body");
  }
  if (error == http::error::body_limit) {
    return problem(413, "body_too_large", "body: it is longer than 256 KiB: ask for less at once");
  }
  if (error == http::error::bad_version) {
    return problem(505, "bad_version", "this server speaks HTTP/1.1");
  }
  const bool malformed = error.category() == beast::error_code(http::error::bad_method).category() &&
                         error != http::error::end_of_stream && error != http::error::partial_message;
  if (malformed) return problem(400, "bad_request", "this is no HTTP request");
  return NothingMore{};
}

// What request smuggling is made of (RFC 9112, sections 3.2, 6.1 and 6.3) is refused, whatever a proxy before us
// made of it.
std::optional<Problem> unsound(const Parser::value_type& message) {
  const auto count = [&](http::field field) { return message.count(field); };
  const bool chunked = count(http::field::transfer_encoding) > 0;
  if (chunked && (count(http::field::content_length) > 0 || message.version() < 11)) {
    return problem(400, "bad_framing", "the request says its length in two ways");
  }
  if (count(http::field::content_length) > 1 || count(http::field::transfer_encoding) > 1) {
    return problem(400, "bad_framing", "the request says its length twice");
  }
  if (chunked && !beast::iequals(message[http::field::transfer_encoding], "chunked")) {
    return problem(501, "unknown_transfer_encoding", "this server takes no transfer encoding but chunked");
  }
  if (count(http::field::host) > 1 || (count(http::field::host) == 0 && message.version() >= 11)) {
    return problem(400, "bad_host", "the request must name its host, once");
  }
  // A folded line (RFC 9112, section 5.2) would hide a field in it from us and not from a proxy.
  if (message[http::field::host].find_first_of(" \t") != beast::string_view::npos) {
    return problem(400, "bad_host", "the request's host is none");
  }
  if (count(http::field::expect) > 0 && !beast::iequals(message[http::field::expect], "100-continue")) {
    return problem(417, "unknown_expectation", "this server knows no expectation but 100-continue");
  }
  const std::string_view target = message.target();
  const bool shaped = target.starts_with('/') || target.starts_with("http://") || target.starts_with("https://") ||
                      (target == "*" && message.method() == http::verb::options);
  if (!shaped || target.find('#') != std::string_view::npos) {
    return problem(400, "bad_target", "the request's target is no path");
  }
  return std::nullopt;
}

Method method_of(http::verb verb) {
  switch (verb) {
    case http::verb::get: return Method::get;
    case http::verb::head: return Method::head;
    case http::verb::post: return Method::post;
    case http::verb::delete_: return Method::del;
    case http::verb::options: return Method::options;
    default: return Method::other;
  }
}

Request request_of(Parser::value_type&& message) {
  Request request;
  request.method = method_of(message.method());
  request.method_name = message.method_string();
  std::string_view target = message.target();
  if (!target.starts_with('/') && target != "*") {  // absolute-form (RFC 9112, section 3.2.2)
    const std::size_t host = target.find("//") + 2;
    const std::size_t path = target.find_first_of("/?", host);
    target = path == std::string_view::npos ? std::string_view("/") : target.substr(path);
  }
  const std::size_t mark = target.find('?');
  request.path = target.substr(0, mark);
  if (request.path.empty()) request.path = "/";
  if (mark != std::string_view::npos) request.query = target.substr(mark + 1);
  for (const auto& field : message) request.headers.add(std::string(field.name_string()), std::string(field.value()));
  request.body = std::move(message.body());
  return request;
}

}  // namespace

asio::awaitable<ReadOutcome> read_request(beast::tcp_stream& stream, beast::flat_buffer& buffer,
                                          std::function<void()> begun) {
  if (buffer.size() == 0) {
    stream.expires_after(limits::http_idle_max);
    const auto [error, bytes] = co_await stream.async_read_some(buffer.prepare(limits::KiB), quietly);
    if (error) co_return NothingMore{};
    buffer.commit(bytes);
  }
  // RFC 9112, section 2.2: an empty line before a request is left over from an old client's last one.
  const std::string_view first(static_cast<const char*>(buffer.data().data()), buffer.size());
  if (first.starts_with("\r\n")) buffer.consume(2);
  begun();
  Parser parser;
  parser.header_limit(limits::http_header_bytes_max);
  parser.body_limit(limits::body_bytes_max);
  stream.expires_after(limits::http_header_time_max);
  const auto [header_error, header_bytes] = co_await http::async_read_header(stream, buffer, parser, quietly);
  if (header_error) co_return outcome_of(header_error);
  if (const auto fault = unsound(parser.get())) co_return *fault;
  if (parser.get().count(http::field::expect) > 0 && !parser.is_done()) {
    static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    const auto [error, bytes] = co_await asio::async_write(stream, asio::buffer(go_on), quietly);
    if (error) co_return NothingMore{};
  }
  stream.expires_after(limits::http_body_time_max);
  const auto [error, bytes] = co_await http::async_read(stream, buffer, parser, quietly);
  if (error) co_return outcome_of(error);
  ReadRequest read;
  read.keep_alive = parser.keep_alive();
  read.http_1_0 = parser.get().version() < 11;
  read.request = request_of(parser.release());
  co_return read;
}

}  // namespace exportd::api
