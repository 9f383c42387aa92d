// What a task searches, in words, for pages and mails.
#pragma once

#include <span>
#include <string>

#include "core/environment.hpp"
#include "core/task.hpp"

namespace exportd::api {

// The parameters stand for themselves when the environment is no longer configured.
[[nodiscard]] std::string search_in_words(std::span<const Environment> environments, const Task& task);

}  // namespace exportd::api
