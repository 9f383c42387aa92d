// What the handlers stand on: the ports, and what configuration says about the door.
#pragma once

#include <boost/json/array.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/client_address.hpp"
#include "core/environment.hpp"
#include "core/ports.hpp"
#include "query/request.hpp"
#include "seal/identity.hpp"

namespace exportd::api {

struct DoorRules {
  std::string public_url;  // before every link; empty: links are paths
  std::vector<Network> trusted_proxies;
  std::vector<std::string> cors_origins;   // "*": every one
  std::optional<std::string> admin_token;  // none: the admin routes are off
  std::string secret;                      // signs tokens and links; the same on all instances
  std::uint64_t requests_per_minute = 600;
  std::uint64_t creations_per_minute = 30;
  std::size_t event_streams = 20;  // of one client at once
  int creations_per_day = 0;       // of one e-mail address; 0: no limit
  std::uint64_t max_rows = 80'000;
  std::uint64_t browser_rows = 10'000;
  int attempts_max = 4;
};

// The records of a search as the rows of a JSON export, made by the room that knows tables.
struct PreviewRows {
  std::string rows;       // a JSON array
  std::uint64_t columns;  // of the file that holds just these
  std::uint64_t bytes;    // of that file
};
using MakePreview = std::function<PreviewRows(const Environment&, const query::Request&, const Page&)>;

struct ServiceParts {
  TaskStore& tasks;
  Search& search;
  FileStore& files;
  Clock& clock;
  std::span<const Environment> environments;
  std::span<const seal::Identity> identities;  // none: no downloads here
  DoorRules rules;
  MakePreview preview;
  std::function<std::string()> metrics;  // Prometheus text
  std::string openapi_base;              // the part of the OpenAPI document that no configuration changes
  std::function<bool()> draining;        // the service is stopping: nothing new is taken in
};

}  // namespace exportd::api
