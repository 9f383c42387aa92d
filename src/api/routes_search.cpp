// What an export would hold, and the words that can be searched for.
#include "api/routes.hpp"

namespace exportd::api {

void add_search_routes(Router&, const ServiceParts&) {}

}  // namespace exportd::api
