// LoopbackServer: a real HTTP server on a free port of loopback, which answers by a function and remembers what it was
// asked. One request a connection; any number of connections at once.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace exportd::net {

struct Asked {
  std::string method;
  std::string target;  // "/path?query"
  std::string head;    // request line and header fields
  std::string body;

  [[nodiscard]] std::string header(std::string_view name) const;  // empty: there is none
};

class LoopbackServer {
 public:
  // The whole answer as bytes, of answer() below; empty: the connection is cut off without one. Called on a thread of
  // the connection's own. `times`: which request this is, from 1.
  using Answering = std::function<std::string(const Asked&, int times)>;

  explicit LoopbackServer(Answering answering);
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  [[nodiscard]] std::string url() const;
  [[nodiscard]] std::vector<Asked> asked() const;

 private:
  void serve();
  void speak(int connection);

  const Answering answering_;
  int port_ = 0;
  const int listener_;
  mutable std::mutex mutex_;  // guards asked_
  std::vector<Asked> asked_;
  std::vector<std::jthread> connections_;  // of the accepting thread
  std::jthread accepting_;
};

// `headers`: "Name: value\r\n" each.
[[nodiscard]] std::string answer(int status, std::string_view body = {}, std::string_view headers = {});

// A port on loopback where nobody listens.
[[nodiscard]] std::string url_of_nobody();

}  // namespace exportd::net
