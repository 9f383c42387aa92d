// AwsTrouble: what an answer of an AWS service says about trying again. The answer's own meaning is for those who
// asked. Codes and statuses: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
#pragma once

#include "net/http_message.hpp"

namespace exportd::net {

enum class AwsTrouble {
  none,             // an answer, whatever it says
  throttled,        // refused unread: too much is asked
  unavailable,      // failed or too late; it may have been done
  expired,          // the session token is too old
  clock_or_secret,  // the signature does not hold: our clock is wrong, or the secret is
};

[[nodiscard]] AwsTrouble trouble_of(const HttpResponse& answer);

}  // namespace exportd::net
