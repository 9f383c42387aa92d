// HttpTransport: one exchange after another over libcurl, on a connection that is kept. Knows nothing of what is asked:
// no retries, no meaning of statuses. One thread at a time; http_connections.hpp lends them.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <stop_token>
#include <string>

#include "core/result.hpp"
#include "net/http_message.hpp"

namespace exportd::net {

enum class TransportFaultKind {
  not_sent,   // no connection was made: nothing has reached the server
  timed_out,  // too slow; whether the server did it is not known
  broken,     // cut off, or not HTTP; whether the server did it is not known
  too_large,  // more than body_bytes_max
  stopped,    // on request
  tls,        // the server could not be trusted
};

struct TransportFault {
  TransportFaultKind kind{};
  std::string reason;  // for the operator
};

// Where certificates are looked up.
struct TlsTrust {
  std::string ca_file;  // PEM; empty: the system's
};

class HttpTransport {
 public:
  explicit HttpTransport(TlsTrust trust = {});
  ~HttpTransport();
  HttpTransport(const HttpTransport&) = delete;
  HttpTransport& operator=(const HttpTransport&) = delete;

  // The whole answer, whatever its status. Behind its body limits::page_padding_bytes more are reserved, so that
  // appending them moves nothing. An answer that ends before its length, or inside its headers, is `broken`.
  [[nodiscard]] Result<HttpResponse, TransportFault> exchange(const HttpRequest& request, const TransferLimits& limits,
                                                              const std::stop_token& stop);

 private:
  struct Handle;
  std::unique_ptr<Handle> handle_;
  TlsTrust trust_;
};

}  // namespace exportd::net
