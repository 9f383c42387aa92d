#include "app/http_door.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "api/front_door.hpp"
#include "api/http_server.hpp"
#include "app/admin_token.hpp"
#include "app/embedded_files.hpp"
#include "app/preview_rows.hpp"
#include "app/record_points.hpp"
#include "app/sealing_keys.hpp"
#include "app/secret_file.hpp"
#include "app/usable_path.hpp"
#include "core/failure.hpp"
#include "core/limits.hpp"

namespace exportd::app {

namespace {

using namespace std::chrono_literals;

// Load balancers look at /readyz every few seconds; between its 503 and the closed door they shall have looked.
constexpr std::chrono::milliseconds notice = 2s;
constexpr std::chrono::milliseconds drain = 8s;

Failure bad(const std::string& message) {
  return {FailureKind::reject, "bad_config", message};
}

std::vector<api::Network> networks(const std::vector<std::string>& texts) {
  std::vector<api::Network> parsed;
  for (const std::string& text : texts) {
    const auto network = api::Network::parse(text);
    if (!network) {
      throw bad("server.trusted_proxies: \"" + text + "\" is no network: give one like 10.0.0.0/8 or ::1");
    }
    parsed.push_back(*network);
  }
  return parsed;
}

api::DoorRules rules_of(const Config& config) {
  api::DoorRules rules;
  rules.public_url = config.server.public_url;
  rules.cors_origins = config.server.cors_origins;
  rules.admin_token = admin_token(config);
  rules.secret = secret(config);
  rules.requests_per_minute = static_cast<std::uint64_t>(config.limits.requests_per_minute);
  rules.creations_per_minute = static_cast<std::uint64_t>(config.limits.creations_per_minute);
  rules.event_streams = static_cast<std::size_t>(config.limits.event_streams);
  rules.creations_per_day = static_cast<int>(config.limits.creations_per_day);
  rules.max_rows = static_cast<std::uint64_t>(config.limits.max_rows);
  rules.browser_rows = static_cast<std::uint64_t>(config.limits.browser_rows);
  rules.attempts_max = static_cast<int>(config.queue.retries) + 1;
  return rules;
}

// An instance that only takes requests in needs none; downloads are then another instance's.
std::vector<seal::Identity> identities_of(const Config& config) {
  if (!is_there(config.identity_path())) return {};
  return opening_identities(config.identity_path());
}

// Each connection is an open file; the default limit of 1,024 would be the first thing to run out. Some are kept for
// the stores, spools and objects of the workers.
std::size_t connections_max() {
  constexpr rlim_t kept = 256;
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return kept;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  ::getrlimit(RLIMIT_NOFILE, &limit);
  const rlim_t left = limit.rlim_cur > 2 * kept ? limit.rlim_cur - kept : kept;
  return static_cast<std::size_t>(std::min<rlim_t>(limits::http_connections_max, left));
}

// Of the embedded files those that a browser asks for.
std::vector<api::PageFile> page_files() {
  std::vector<api::PageFile> files;
  for (const EmbeddedFile& file : embedded_files()) {
    for (const std::string_view ending : {".html", ".css", ".js", ".svg"}) {
      if (file.name.ends_with(ending)) files.push_back({file.name, file.bytes});
    }
  }
  return files;
}

}  // namespace

struct HttpDoor::Inner {
  Inner(const DoorParts& parts, const std::string& listen)
      : stop(parts.stop),
        identities(identities_of(parts.config)),
        service{.tasks = parts.tasks,
                .search = parts.search,
                .files = parts.files,
                .clock = parts.clock,
                .environments = parts.config.environments,
                .identities = identities,
                .rules = rules_of(parts.config),
                .preview =
                    [parts](const api::PreviewOrder& order) { return preview_rows(order, parts.config.work_path()); },
                .points = record_points,
                .metrics = [parts] { return parts.metrics.text(parts.tasks.counts(), parts.clock.wall()); },
                .openapi_base = std::string(embedded_file("openapi.json")),
                .page_files = page_files(),
                .draining = [this] { return stop.stop_requested(); }},
        door(service,
             [parts](const std::string& where, const Failure& failure) {
               parts.log.trouble(where, failure);
               parts.metrics.trouble("http", failure);
             }),
        server(listen.empty() ? parts.config.server.listen : listen,
               {.answer = [this](const api::Request& request) { return door.answer(request); },
                .at_once = [](const api::Request& request) { return request.path == "/healthz"; },
                .refuse = [this](const api::Request& request, const api::Problem& problem,
                                 const api::Headers& headers) { return door.refuse(request, problem, headers); },
                .answered =
                    [parts](const api::Answered& answered) {
                      parts.log.answered(answered);
                      parts.metrics.answered(answered);
                    },
                .end_streams = [this] { door.end_streams(); },
                .trusted_proxies = networks(parts.config.server.trusted_proxies),
                .connections_max = connections_max()}) {}

  const std::stop_token stop;
  const std::vector<seal::Identity> identities;
  const api::ServiceParts service;
  api::FrontDoor door;
  api::HttpServer server;
};

HttpDoor::HttpDoor(const DoorParts& parts, const std::string& listen) {
  inner_ = std::make_unique<Inner>(parts, listen);
}

HttpDoor::~HttpDoor() = default;

std::string HttpDoor::address() const {
  return inner_->server.address();
}

void HttpDoor::run() {
  inner_->server.run(inner_->stop, notice, drain);
}

}  // namespace exportd::app
