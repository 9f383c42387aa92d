#include "query/task_request.hpp"

#include <algorithm>

#include "query/request.hpp"
#include "query/words.hpp"

namespace exportd::query {

std::string query_string_of(const Task& task) {
  const bool both = !task.search_parameters.empty() && !task.file_options.empty();
  return task.search_parameters + (both ? "&" : "") + task.file_options;
}

std::string search_in_words(std::span<const Environment> environments, const Task& task) {
  const auto found = std::ranges::find(environments, task.environment, &Environment::name);
  if (found == environments.end()) return task.search_parameters;
  const auto request = parse_request(*found, query_string_of(task), Source::body);
  return request ? in_words(*found, *request) : task.search_parameters;
}

}  // namespace exportd::query
