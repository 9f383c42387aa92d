// A Notice in words: what was asked for, what came of it, where it is, how to open it, or why there is none.
#pragma once

#include "core/notice.hpp"

namespace exportd::mail {

// `from`: the service's own address.
[[nodiscard]] Message compose(const Notice& notice, const std::string& from);

}  // namespace exportd::mail
