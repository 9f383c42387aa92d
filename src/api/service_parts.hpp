// What the handlers stand on: the ports, and what configuration says about the door.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/client_address.hpp"
#include "core/analyte.hpp"
#include "core/environment.hpp"
#include "core/file_options.hpp"
#include "core/page.hpp"
#include "core/ports.hpp"
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

// Some records of a search, to be shown as an export would have them.
struct PreviewOrder {
  const Environment& environment;
  const FileOptions& options;
  const std::vector<Analyte>& held;  // what `columns=all` and a list mean (table::TableRequest)
  const Page& page;
};

struct PreviewRows {
  std::vector<std::string> rows;  // each the text of an object of the JSON file with these options
  std::uint64_t columns = 0;      // of the file that holds just these records
  std::uint64_t bytes = 0;        // of that file, as it would be delivered
  std::uint64_t row_bytes = 0;    // what the records take in it before compression: all but what begins and ends it
};
// Made by the room that knows tables. Failure reject `unknown_column`, retry `columns_changed`.
using MakePreview = std::function<PreviewRows(const PreviewOrder&)>;

// Where a record was sampled and what two analytes measure in it; not a number: the record does not say.
struct Point {
  double longitude = std::numeric_limits<double>::quiet_NaN();  // degrees, as recorded
  double latitude = std::numeric_limits<double>::quiet_NaN();
  double x = std::numeric_limits<double>::quiet_NaN();
  double y = std::numeric_limits<double>::quiet_NaN();
};

// The variables whose values make an axis; several are added. None: there is no such axis.
struct PointAxes {
  std::vector<std::string> x;
  std::vector<std::string> y;
};

class PointReader {
 public:
  virtual ~PointReader() = default;
  // One point for each document, in their order. Failure ours `corrupt_record`.
  virtual void read(const Page& page, std::vector<Point>& into) = 0;
  // The different units of the values that were read, in the order they were met.
  [[nodiscard]] virtual const std::vector<std::string>& x_units() const = 0;
  [[nodiscard]] virtual const std::vector<std::string>& y_units() const = 0;
};
// Made by the room that knows records.
using MakePointReader = std::function<std::unique_ptr<PointReader>(const Environment&, const PointAxes&)>;

// A file of the web page. The bytes live as long as the program.
struct PageFile {
  std::string_view name;  // "request.js"; its ending says the type
  std::string_view bytes;
};

struct ServiceParts {
  TaskStore& tasks;
  Search& search;
  FileStore& files;
  Clock& clock;
  std::span<const Environment> environments;
  std::span<const seal::Identity> identities;  // none: no downloads here
  DoorRules rules;
  MakePreview preview;
  MakePointReader points;
  std::function<std::string()> metrics;  // Prometheus text
  std::string openapi_base;              // the part of the OpenAPI document that no configuration changes
  std::vector<PageFile> page_files;      // with page.html, in which all pages begin
  std::function<bool()> draining;        // the service is stopping: nothing new is taken in
};

}  // namespace exportd::api
