#include "tests/unit/net/loopback_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <stdexcept>

#include "net/http_message.hpp"

namespace exportd::net {
namespace {

// A socket bound to a free port of loopback.
int bound_socket(int& port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (socket < 0 || ::bind(socket, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("no socket on loopback");
  }
  port = ntohs(address.sin_port);
  return socket;
}

std::string url_of(int port) {
  return "http://127.0.0.1:" + std::to_string(port);
}

bool receive_more(int connection, std::string& bytes) {
  std::array<char, 16'384> block{};
  const ssize_t got = ::recv(connection, block.data(), block.size(), 0);
  if (got > 0) bytes.append(block.data(), static_cast<std::size_t>(got));
  return got > 0;
}

std::optional<Asked> received(int connection) {
  std::string bytes;
  std::size_t end = std::string::npos;
  while ((end = bytes.find("\r\n\r\n")) == std::string::npos) {
    if (!receive_more(connection, bytes)) return std::nullopt;
  }
  Asked asked;
  asked.head = bytes.substr(0, end + 2);
  asked.method = asked.head.substr(0, asked.head.find(' '));
  const std::size_t target = asked.method.size() + 1;
  asked.target = asked.head.substr(target, asked.head.find(' ', target) - target);
  const std::string length = asked.header("content-length");
  std::size_t body_bytes = 0;
  std::from_chars(length.data(), length.data() + length.size(), body_bytes);
  while (bytes.size() < end + 4 + body_bytes) {
    if (!receive_more(connection, bytes)) return std::nullopt;
  }
  asked.body = bytes.substr(end + 4);
  return asked;
}

}  // namespace

std::string Asked::header(std::string_view name) const {
  HttpResponse fields;
  for (std::size_t begin = 0; begin < head.size();) {
    const std::size_t end = std::min(head.find("\r\n", begin), head.size());
    fields.headers.push_back(head.substr(begin, end - begin));
    begin = end + 2;
  }
  return std::string(fields.header(name));
}

LoopbackServer::LoopbackServer(Answering answering) : answering_(std::move(answering)), listener_(bound_socket(port_)) {
  ::listen(listener_, 64);
  accepting_ = std::jthread([this] { serve(); });
}

LoopbackServer::~LoopbackServer() {
  ::shutdown(listener_, SHUT_RDWR);  // wakes accept()
  accepting_.join();
  ::close(listener_);
}

std::string LoopbackServer::url() const {
  return url_of(port_);
}

std::vector<Asked> LoopbackServer::asked() const {
  const std::lock_guard lock(mutex_);
  return asked_;
}

void LoopbackServer::serve() {
  for (;;) {
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) break;
    connections_.emplace_back([this, connection] { speak(connection); });
  }
  connections_.clear();
}

void LoopbackServer::speak(int connection) {
  if (const std::optional<Asked> asked = received(connection)) {
    int times = 0;
    {
      const std::lock_guard lock(mutex_);
      asked_.push_back(*asked);
      times = static_cast<int>(asked_.size());
    }
    std::string bytes = answering_(*asked, times);
    if (asked->method == "HEAD") bytes.resize(std::min(bytes.size(), bytes.find("\r\n\r\n") + 4));
    for (std::size_t sent = 0; sent < bytes.size();) {
      const ssize_t part = ::send(connection, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (part <= 0) break;
      sent += static_cast<std::size_t>(part);
    }
  }
  ::close(connection);
}

std::string answer(int status, std::string_view body, std::string_view headers) {
  std::string bytes = "HTTP/1.1 " + std::to_string(status) +
                      " Said\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  bytes += headers;
  bytes += "\r\n";
  bytes += body;
  return bytes;
}

std::string url_of_nobody() {
  int port = 0;
  ::close(bound_socket(port));
  return url_of(port);
}

}  // namespace exportd::net
