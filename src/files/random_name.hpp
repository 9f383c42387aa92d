// Names that nobody else will ever take.
#pragma once

#include <string>

namespace exportd::files {

// 32 lower-case hex digits. Failure ours "store_error" if the system gives no random bytes.
[[nodiscard]] std::string random_name();

}  // namespace exportd::files
