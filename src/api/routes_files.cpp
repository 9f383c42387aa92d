// The file of a run, and its description.
#include "api/routes.hpp"

namespace exportd::api {

void add_file_routes(Router&, const ServiceParts&) {}

}  // namespace exportd::api
