// Tokens that give rights: making them, and comparing them without telling by the time it takes how much was right.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/http_message.hpp"
#include "core/task.hpp"
#include "core/task_id.hpp"

namespace exportd::api {

// What "Authorization: Bearer" holds (RFC 6750); nullopt: there is none.
[[nodiscard]] std::optional<std::string> bearer_token(const Request& request);

[[nodiscard]] bool same_secret(std::string_view a, std::string_view b);

// 256 random bits, in hexadecimal.
[[nodiscard]] std::string random_token();
// The token of whoever repeats that key on that task, for a run: the same on every instance with the secret.
[[nodiscard]] std::string keyed_token(std::string_view secret, const TaskId& task, std::string_view key, int run);

[[nodiscard]] TokenHash hash_of(std::string_view token);

}  // namespace exportd::api
