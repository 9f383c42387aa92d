// exportd demo: the bundled real data set into both environments, and a first export of a real question.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "app/commands.hpp"
#include "app/embedded_files.hpp"
#include "app/embedded_stores.hpp"
#include "app/import_run.hpp"
#include "app/parsed_request.hpp"
#include "core/failure.hpp"
#include "query/words.hpp"

namespace exportd::app {

namespace fs = std::filesystem;

namespace {

constexpr const char* data_set = "basalts.ndjson.gz";

// Basalts of Hawaii with 45 to 52 % silica whose zirconium was measured.
constexpr const char* demo_environment = "petdb";
constexpr const char* demo_query =
    "boundingBox=-161,18,-154,23&chemistry=(major oxide,SiO2,45,52),(trace element,Zr,,)";

void load(const Session& session, const Environment& environment) {
  const std::string_view bytes = embedded_file(data_set);
  const search::ImportReport report =
      import_with_progress(session, environment, {search::from_memory(bytes), bytes.size()}, search::BadLines::refuse);
  if (!report.committed) throw Failure(FailureKind::ours, "bad_lines", "demo: the bundled data set does not import");
  std::printf("loaded %llu basalts into %s (%llu of them new)\n", static_cast<unsigned long long>(report.records()),
              environment.name.c_str(), static_cast<unsigned long long>(report.added));
}

// The first lines of the file, cut to the width of a terminal.
void show_beginning(const fs::path& file) {
  constexpr std::size_t lines_shown = 4;
  constexpr std::size_t width = 118;
  std::ifstream stream(file, std::ios::binary);
  std::string line;
  for (std::size_t n = 0; n < lines_shown && std::getline(stream, line); ++n) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    std::printf("  %s%s\n", line.substr(0, width).c_str(), line.size() > width ? "…" : "");
  }
}

}  // namespace

int demo(const Session& session, const DemoCommand&) {
  for (const char* name : {"synthesis", "petdb"}) load(session, find_environment(session.config, name));

  const Environment& environment = find_environment(session.config, demo_environment);
  RunCommand command{.environment = demo_environment, .query = demo_query, .options = {}, .target = {}};
  command.target = session.config.data_dir / "hawaii-basalts.csv";
  command.keep_object = true;
  const query::Request request = parsed_request(environment, command.query, {});
  std::printf("\nfirst export: %s\n  exportd run %s '%s'\n\n", query::in_words(environment, request).c_str(),
              demo_environment, demo_query);
  std::fflush(stdout);
  const int code = run(session, command);
  std::printf("\nit is in %s; it begins:\n", command.target.c_str());
  show_beginning(command.target);
  std::printf("\nopen it:  python3 -c \"import pandas; print(pandas.read_csv('%s').describe())\"\n",
              command.target.c_str());
  std::printf("          R -e \"summary(read.csv('%s', check.names = FALSE))\"\n", command.target.c_str());
  return code;
}

}  // namespace exportd::app
