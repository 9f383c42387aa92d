// What a request is called in its answer and in the log.
#pragma once

#include <string>
#include <string_view>

namespace exportd::api {

// Letters, digits, '.', '_' and '-', at most 64, as a proxy or client has chosen it; else a new one.
[[nodiscard]] std::string request_id(std::string_view given);
[[nodiscard]] std::string new_request_id();

}  // namespace exportd::api
