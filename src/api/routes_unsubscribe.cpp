// Leaving mail for good.
#include "api/routes.hpp"

namespace exportd::api {

void add_unsubscribe_routes(Router&, const ServiceParts&) {}

}  // namespace exportd::api
