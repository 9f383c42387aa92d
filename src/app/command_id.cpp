// exportd id: the canonical parameters, the canonical options and the task id.
#include <boost/json.hpp>

#include "app/commands.hpp"
#include "app/messages.hpp"
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
    print_output(boost::json::serialize(line) + "\n", session.stop);
  } else {
    print_output(request.search_parameters + "\n" + request.file_options + "\n" + request.id.text() + "\n",
                 session.stop);
  }
  return exit_done;
}

}  // namespace exportd::app
