// RequestSigner: proves to a server who asks. Safe from several threads.
#pragma once

#include "net/http_message.hpp"

namespace exportd::net {

class RequestSigner {
 public:
  virtual ~RequestSigner() = default;
  // Adds its header fields, to what must then be sent as it is. Failure: it cannot.
  virtual void sign(HttpRequest& request) = 0;
  // Whether the answer refused the proof for a reason that is mended now: what was sent was not done, and is worth
  // signing and sending again, at once. Ask no more than signings_max times for one request.
  [[nodiscard]] virtual bool mended(const HttpRequest& sent, const HttpResponse& answer) = 0;

  static constexpr int signings_max = 3;
};

}  // namespace exportd::net
