// HttpRequest and HttpResponse: what an HTTP client sends and gets, whole and in memory.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/limits.hpp"

namespace exportd::net {

struct HttpRequest {
  std::string method = "GET";
  std::string url;                   // https://host:9200/path?query, encoded
  std::vector<std::string> headers;  // "Content-Type: application/json"
  std::string body;
  // Sent at most once. Otherwise libcurl sends it again when a kept connection breaks before the first byte of an
  // answer: by then the server may have done it.
  bool once = false;
  bool accept_gzip = false;  // the answer may come compressed; it is handed over as it was before
};

struct HttpResponse {
  int status = 0;
  std::vector<std::string> headers;  // one field each, as received, of the last answer
  std::vector<char> body;

  [[nodiscard]] std::string_view text() const { return {body.data(), body.size()}; }
  // The value of the first field of that name, which ignores case; empty: there is none.
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

// How long a transfer may take and how much it may bring.
struct TransferLimits {
  std::chrono::milliseconds connect{10'000};
  std::chrono::milliseconds whole{0};  // from the start to the last byte; 0: no limit
  // A transfer that brings less than `stall_bytes_per_second` for so long is broken off; also before the first byte.
  std::chrono::seconds stall{60};
  std::size_t stall_bytes_per_second = 1'024;
  std::size_t body_bytes_max = 128 * limits::MiB;
};

}  // namespace exportd::net
