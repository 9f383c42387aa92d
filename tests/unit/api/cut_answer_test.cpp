// A file whose reading breaks off on the way to a client: what went out before is counted, and the client sees the cut.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <thread>
#include <utility>

#include "api/http_server.hpp"
#include "core/failure.hpp"

namespace exportd::api_test {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr std::uint64_t readable_bytes = 1'000;

class BrokenBody final : public api::FileBody {
 public:
  BrokenBody(std::function<void()> breaks, std::promise<std::uint64_t>& ended)
      : breaks_(std::move(breaks)), ended_(ended) {}
  [[nodiscard]] std::uint64_t size() const override { return 2 * readable_bytes; }
  std::size_t read(std::span<char> into) override {
    if (std::exchange(read_, true)) breaks_();
    std::fill_n(into.begin(), readable_bytes, 'x');
    return readable_bytes;
  }
  void ended(std::uint64_t bytes_sent) noexcept override { ended_.set_value(bytes_sent); }

 private:
  const std::function<void()> breaks_;
  std::promise<std::uint64_t>& ended_;
  bool read_ = false;
};

// All that the server sends until it closes the connection.
std::string answer_of(const std::string& address) {
  asio::io_context io;
  asio::ip::tcp::socket socket(io);
  const auto port = static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
  socket.connect({asio::ip::make_address("127.0.0.1"), port});
  asio::write(socket, asio::buffer(std::string("GET / HTTP/1.1\r\nHost: here\r\n\r\n")));
  std::string all;
  boost::system::error_code ended;
  asio::read(socket, asio::dynamic_buffer(all), ended);
  return all;
}

void expect_cut_and_counted(const std::function<void()>& breaks) {
  std::promise<std::uint64_t> ended;
  std::promise<std::uint64_t> logged;
  api::HttpServer server(
      "127.0.0.1:0",
      {.answer =
           [&](const api::Request&) {
             return api::Reply{
                 .status = 200, .headers = {}, .content = std::make_unique<BrokenBody>(breaks, ended), .route = {}};
           },
       .at_once = [](const api::Request&) { return false; },
       .refuse = [](const api::Request&, const api::Problem&, const api::Headers&) { return api::Reply(); },
       .answered = [&](const api::Answered& answered) { logged.set_value(answered.bytes_sent); },
       .end_streams = [] {},
       .trusted_proxies = {},
       .connections_max = 10});
  const std::jthread running([&](const std::stop_token& stop) { server.run(stop, 0ms, 1s); });
  const std::string all = answer_of(server.address());
  EXPECT_NE(all.find("Content-Length: 2000\r\n"), std::string::npos) << all;
  EXPECT_EQ(all.size() - all.find("\r\n\r\n") - 4, readable_bytes);
  EXPECT_EQ(ended.get_future().get(), readable_bytes);
  EXPECT_EQ(logged.get_future().get(), readable_bytes);
}

TEST(CutAnswer, of_a_damaged_object_has_its_bytes_counted) {
  expect_cut_and_counted([] { throw Failure(FailureKind::ours, "seal_corrupt", "the stored file is damaged"); });
}

TEST(CutAnswer, of_anything_else_has_its_bytes_counted) {
  expect_cut_and_counted([] { throw std::bad_alloc(); });
}

}  // namespace
}  // namespace exportd::api_test
