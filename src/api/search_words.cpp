#include "api/search_words.hpp"

#include <algorithm>

#include "query/request.hpp"
#include "query/words.hpp"

namespace exportd::api {

std::string search_in_words(std::span<const Environment> environments, const Task& task) {
  const auto found = std::ranges::find(environments, task.environment, &Environment::name);
  if (found == environments.end()) return task.search_parameters;
  const std::string separator = task.search_parameters.empty() || task.file_options.empty() ? "" : "&";
  const auto request =
      query::parse_request(*found, task.search_parameters + separator + task.file_options, query::Source::body);
  return request ? query::in_words(*found, *request) : task.search_parameters;
}

}  // namespace exportd::api
