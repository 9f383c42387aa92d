// The routes, by what they are about. Each function adds its own to the table; the parts must outlive it.
#pragma once

#include "api/download_log.hpp"
#include "api/download_places.hpp"
#include "api/event_streams.hpp"
#include "api/rate_limit.hpp"
#include "api/router.hpp"
#include "api/service_parts.hpp"
#include "api/task_watch.hpp"

namespace exportd::api {

// POST /v1/{env}/exports. `creations`: what refresh=true is charged to besides.
void add_creation_routes(Router& router, const ServiceParts& parts, TaskWatch& watch, RateLimit& creations);
// The task, its events, cancelling and leaving.
void add_export_routes(Router& router, const ServiceParts& parts, TaskWatch& watch, EventStreams& streams);
// The file and its description.
struct FileParts {
  const ServiceParts& parts;
  DownloadPlaces& places;
  DownloadLog& downloads;
};
void add_file_routes(Router& router, const FileParts& files);
// What an export would hold, and the words that can be searched for.
void add_search_routes(Router& router, const ServiceParts& parts);
// For whoever holds the admin token.
void add_admin_routes(Router& router, const ServiceParts& parts, TaskWatch& watch);
// Health, metrics, the OpenAPI document and the reference.
void add_service_routes(Router& router, const ServiceParts& parts);
// The web page and its files.
void add_page_routes(Router& router, const ServiceParts& parts);
// Leaving mail for good.
void add_unsubscribe_routes(Router& router, const ServiceParts& parts);

}  // namespace exportd::api
