// Any bytes on a connection: they are read as HTTP requests within their limits, every request that comes of them is
// answered by the whole door, and what is refused is a problem. Last-Event-ID, paths, queries, bodies and tokens too.
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/json/parse.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "api/http_reading.hpp"
#include "core/limits.hpp"
#include "tests/unit/api/door_under_test.hpp"

namespace {

using namespace exportd;
namespace asio = boost::asio;

void require(bool holds) {
  if (!holds) std::abort();
}

void check_answer(const api::Reply& reply) {
  require(reply.status >= 200 && reply.status < 600 && reply.status != 500);
  for (const auto& [name, value] : reply.headers.all()) {
    require(!name.empty() && (name + value).find_first_of(std::string("\r\n\0", 3)) == std::string::npos);
  }
  if (reply.status < 400) return;
  require(reply.headers.first("Content-Type") == "application/problem+json");
  require(boost::json::parse(std::get<std::string>(reply.content)).at("status") == reply.status);
}

class Door {
 public:
  Door() {
    door_.parts.rules.admin_token = "admin";
    for (const char* year : {"1990", "1991"}) {
      static_cast<void>(door_.post("/v1/petdb/exports", std::string(R"({"publicationYears":")") + year + "\"}"));
    }
  }
  void answer(const api::Request& request) {
    require(request.body.size() <= limits::body_bytes_max);
    check_answer(door_.reply(request));
  }

 private:
  api_test::DoorUnderTest door_;
};

asio::awaitable<void> read_all(asio::ip::tcp::socket socket, Door& door) {
  boost::beast::tcp_stream stream(std::move(socket));
  boost::beast::flat_buffer buffer(limits::http_buffer_bytes_max);
  while (true) {
    api::ReadOutcome outcome = co_await api::read_request(stream, buffer, [] {});
    if (const auto* problem = std::get_if<api::Problem>(&outcome)) {
      require(problem->status >= 400 && problem->status < 600 && !problem->code.empty());
    }
    if (!std::holds_alternative<api::ReadRequest>(outcome)) co_return;
    api::ReadRequest& read = std::get<api::ReadRequest>(outcome);
    read.request.id = "fuzz";
    door.answer(read.request);
    if (!read.keep_alive) co_return;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Door door;
  constexpr std::size_t longest = 60'000;  // what a socket takes without a reader
  if (size > longest) return 0;
  int ends[2];  // as good as a connection, without using up the machine's ports
  require(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
  require(::write(ends[0], data, size) == static_cast<ssize_t>(size));
  ::shutdown(ends[0], SHUT_WR);
  asio::io_context io(1);
  asio::ip::tcp::socket socket(io);
  socket.assign(asio::ip::tcp::v4(), ends[1]);
  asio::co_spawn(io, read_all(std::move(socket), door), asio::detached);
  io.run();
  ::close(ends[0]);
  return 0;
}
