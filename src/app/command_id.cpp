// exportd id: the canonical parameters, the canonical options and the task id.
#include <boost/json.hpp>
#include <cstdio>

#include "app/commands.hpp"
#include "app/parsed_request.hpp"

namespace exportd::app {

int print_id(const Session& session, const IdCommand& command) {
  const Environment& environment = find_environment(session.config, command.environment);
  const query::Request request = parsed_request(environment, command.query, command.options);
  if (command.json) {
    const boost::json::object line{{"id", request.id.text()},
                                   {"environment", environment.name},
                                   {"searchParameters", request.search_parameters},
                                   {"fileOptions", request.file_options}};
    std::printf("%s\n", boost::json::serialize(line).c_str());
  } else {
    std::printf("%s\n%s\n%s\n", request.search_parameters.c_str(), request.file_options.c_str(),
                request.id.text().c_str());
  }
  return exit_done;
}

}  // namespace exportd::app
