// exportd demo: the whole service on embedded defaults: the bundled real data set into both environments, and a first
// export of a real question through the HTTP API. It serves until it is stopped.
#include <boost/json/serialize.hpp>
#include <chrono>
#include <exception>
#include <filesystem>
#include <fstream>
#include <stop_token>
#include <string>

#include "app/commands.hpp"
#include "app/embedded_files.hpp"
#include "app/http_client.hpp"
#include "app/import_run.hpp"
#include "app/messages.hpp"
#include "app/parsed_request.hpp"
#include "app/secret_file.hpp"
#include "app/service.hpp"
#include "core/failure.hpp"
#include "query/words.hpp"

namespace exportd::app {

namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

constexpr const char* data_set = "basalts.ndjson.gz";

// Basalts of Hawaii with 45 to 52 % silica whose zirconium was measured.
constexpr const char* demo_environment = "petdb";
constexpr const char* demo_query =
    "boundingBox=-161,18,-154,23&chemistry=(major oxide,SiO2,45,52),(trace element,Zr,,)";

std::string query_text() {
  std::string escaped;
  for (const char c : std::string_view(demo_query)) escaped += c == ' ' ? '+' : c;
  return "/v1/" + std::string(demo_environment) + "/exports?" + escaped;
}

void load(const Session& session, const Environment& environment) {
  const std::string_view bytes = embedded_file(data_set);
  const search::ImportReport report =
      import_with_progress(session, environment, {search::from_memory(bytes), bytes.size()}, search::BadLines::refuse);
  if (!report.committed) throw Failure(FailureKind::ours, "bad_lines", "demo: the bundled data set does not import");
  print_output("loaded " + counted(report.records(), "basalt") + " into " + environment.name + " (" +
                   std::to_string(report.added) + " of them new)\n",
               session.stop);
}

// The first lines of the file, cut to the width of a terminal.
std::string beginning(const fs::path& file) {
  constexpr std::size_t lines_shown = 4;
  constexpr std::size_t width = 118;
  std::ifstream stream(file, std::ios::binary);
  std::string line;
  std::string text;
  for (std::size_t n = 0; n < lines_shown && std::getline(stream, line); ++n) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    text += "  " + line.substr(0, width) + (line.size() > width ? "…" : "") + "\n";
  }
  return text;
}

// Made on first use, for /v1/admin.
fs::path admin_token_file(const fs::path& data_dir) {
  fs::path path = data_dir / "admin-token";
  make_secret_file(path);
  return path;
}

std::string text_at(const json::object& object, std::string_view name) {
  return std::string(object.at(name).as_string());
}

// As any client would: asked for, waited for, downloaded.
void first_export(const Session& session, const std::string& address) {
  const ApiClient api(address);
  const std::string question = query_text();
  const Environment& environment = find_environment(session.config, demo_environment);
  const query::Request request = parsed_request(environment, demo_query, {});
  print_output("serving on " + api.base() + "\n\nfirst export: " + query::in_words(environment, request) +
                   "\n  curl -X POST '" + api.base() + question + "'\n\n",
               session.stop);
  json::object task = api.post(question);
  const std::string id = text_at(task, "id");
  while (text_at(task, "status") == "Pending" || text_at(task, "status") == "Processing") {
    if (!session.clock.sleep_until(session.clock.monotonic() + std::chrono::milliseconds(500), session.stop)) return;
    task = api.get("/v1/exports/" + id);
  }
  if (text_at(task, "status") != "Succeeded") {
    throw Failure(FailureKind::ours, "demo_failed",
                  "demo: the export ended " + text_at(task, "status") + ": " + json::serialize(task.at("error")));
  }
  const fs::path target = session.config.data_dir / "hawaii-basalts.csv";
  api.download("/v1/exports/" + id + "/file", target);
  const json::object& file = task.at("file").as_object();
  print_output(json::serialize(file.at("rows")) + " rows, " + json::serialize(file.at("columns")) +
                   " columns, SHA-256 " + text_at(file, "sha256") + "\n  task    " + api.base() + "/v1/exports/" + id +
                   "\n  page    " + api.base() + "/exports/" + id + "\n  file    " + api.base() + "/v1/exports/" + id +
                   "/file\n  saved   " + target.string() + "\n\nit begins:\n" + beginning(target) +
                   "\nopen it:  python3 -c \"import pandas; print(pandas.read_csv('" + target.string() +
                   "').describe())\"\n          R -e \"summary(read.csv('" + target.string() +
                   "', check.names = FALSE))\"\n\nserving until Ctrl-C: " + api.base() + "/ is the page, " +
                   api.base() + "/reference the API\n",
               session.stop);
}

}  // namespace

int demo(const Session& session, const DemoCommand& command) {
  for (const char* name : {"synthesis", "petdb"}) load(session, find_environment(session.config, name));

  Config config = session.config;
  if (config.server.admin_token_file.empty()) config.server.admin_token_file = admin_token_file(config.data_dir);
  std::stop_source stop;
  const std::stop_callback from_outside(session.stop, [&stop] { stop.request_stop(); });
  const Session served{config, session.clock, stop.get_token(), session.log_level};
  std::exception_ptr failed;  // read when the service, and with it the thread that writes it, has ended
  const auto listening = [&](const std::string& address, const std::stop_token&) {
    try {
      first_export(served, address);
    } catch (const std::exception&) {
      failed = std::current_exception();
      stop.request_stop();
    }
  };
  run_service(served, {.workers = static_cast<int>(config.queue.parallel),
                       .http = true,
                       .listen = command.listen,
                       .log_level = LogLevel::warn,
                       .listening = listening});
  if (failed) std::rethrow_exception(failed);
  return exit_done;
}

}  // namespace exportd::app
