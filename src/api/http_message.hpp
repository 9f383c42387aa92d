// Request and Reply: HTTP as the handlers see it, without sockets. A handler is a blocking function from one to the
// other, run on the server's pool; what lasts longer (a file, a stream of events, a wait) is content that the
// session then works off by itself.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "api/client_address.hpp"

namespace exportd::api {

enum class Method { get, head, post, del, options, other };

using Header = std::pair<std::string, std::string>;

// Names are compared ignoring case (RFC 9110, section 5.1).
class Headers {
 public:
  Headers() = default;
  Headers(std::initializer_list<Header> all) : all_(all) {}

  void add(std::string name, std::string value) { all_.emplace_back(std::move(name), std::move(value)); }
  // The only value of that name; empty: none, or an empty one. Of several, the first.
  [[nodiscard]] std::string_view first(std::string_view name) const;
  [[nodiscard]] std::size_t count(std::string_view name) const;
  // All values of that name as one list, joined by commas (RFC 9110, section 5.3).
  [[nodiscard]] std::string joined(std::string_view name) const;
  [[nodiscard]] const std::vector<Header>& all() const { return all_; }

 private:
  std::vector<Header> all_;
};

struct Request {
  Method method = Method::get;
  std::string method_name;  // as sent
  std::string path;         // of the target, as sent: nothing is decoded
  std::string query;        // what follows its ?, as sent
  Headers headers;
  std::string body;
  ClientAddress client;
  std::string id;  // in the answer and in the log
};

// Bytes of a known number that are read as the client takes them. Read on the pool, one call at a time.
class FileBody {
 public:
  virtual ~FileBody() = default;
  [[nodiscard]] virtual std::uint64_t size() const = 0;
  // The next bytes, at least one; at most size() in all. What it throws it has told the operator: the answer is cut,
  // which its client can see.
  virtual std::size_t read(std::span<char> into) = 0;
  // Called once, at the end, whole or not. Must not throw.
  virtual void ended(std::uint64_t bytes_sent) noexcept = 0;
};

// A stream of events (WHATWG HTML, server-sent events) that others fill. take() on the session's thread.
class EventSource {
 public:
  virtual ~EventSource() = default;
  // Calls `wake` whenever there may be something to take; from any thread, also before this returns.
  virtual void on_news(std::function<void()> wake) = 0;
  // What is to be sent now, as text/event-stream; empty: nothing.
  [[nodiscard]] virtual std::string take() = 0;
  [[nodiscard]] virtual bool ended() const = 0;  // nothing will come after what was taken
  // It had ended before it was asked for, and its client has been told: there is no reason to come back.
  [[nodiscard]] virtual bool told_already() const = 0;
};

struct Reply;

// The answer is made when `until` has ended, or after `at_most`.
struct Waiting {
  std::unique_ptr<EventSource> until;
  std::chrono::seconds at_most{};
  std::function<Reply()> then;  // on the pool
};

using Content =
    std::variant<std::string, std::unique_ptr<FileBody>, std::unique_ptr<EventSource>, std::unique_ptr<Waiting>>;

struct Reply {
  int status = 200;
  Headers headers;
  Content content;
  std::string route;  // the pattern that was matched, for the log and the metrics
};

}  // namespace exportd::api
