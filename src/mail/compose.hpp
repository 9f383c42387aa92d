// A Notice in words, as plain text and as HTML: what was asked for, what came of it, where it is, how to open it and
// how to cite it, or why there is none and what to do.
#pragma once

#include "core/notice.hpp"

namespace exportd::mail {

// The service's own addresses: "name@example.org" or "Name <name@example.org>".
struct Sender {
  std::string from;
  std::string reply_to;  // empty: none
};

[[nodiscard]] Message compose(const Notice& notice, const Sender& sender);

}  // namespace exportd::mail
