// The request that a stored task was made of: what it asked for, in words and as a query string.
#pragma once

#include <span>
#include <string>

#include "core/environment.hpp"
#include "core/task.hpp"

namespace exportd::query {

// Canonical, percent-encoded: asks for the same export in the task's environment.
[[nodiscard]] std::string query_string_of(const Task& task);

// What the task searches, for pages and mails. The parameters stand for themselves when the environment is no longer
// configured, or no longer takes them.
[[nodiscard]] std::string search_in_words(std::span<const Environment> environments, const Task& task);

}  // namespace exportd::query
