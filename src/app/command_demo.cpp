// exportd demo: the bundled real data set into both environments, and a first export of a real question.
#include <filesystem>
#include <fstream>
#include <string>

#include "app/commands.hpp"
#include "app/embedded_files.hpp"
#include "app/embedded_stores.hpp"
#include "app/import_run.hpp"
#include "app/messages.hpp"
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

}  // namespace

int demo(const Session& session, const DemoCommand&) {
  for (const char* name : {"synthesis", "petdb"}) load(session, find_environment(session.config, name));

  const Environment& environment = find_environment(session.config, demo_environment);
  RunCommand command{.environment = demo_environment, .query = demo_query, .options = {}, .target = {}};
  command.target = session.config.data_dir / "hawaii-basalts.csv";
  command.keep_object = true;
  const query::Request request = parsed_request(environment, command.query, {});
  print_output("\nfirst export: " + query::in_words(environment, request) + "\n  exportd run " + demo_environment +
                   " '" + demo_query + "'\n\n",
               session.stop);
  const int code = run(session, command);
  const std::string target = command.target.string();
  print_output("\nit is in " + target + "; it begins:\n" + beginning(command.target) +
                   "\nopen it:  python3 -c \"import pandas; print(pandas.read_csv('" + target +
                   "').describe())\"\n          R -e \"summary(read.csv('" + target + "', check.names = FALSE))\"\n",
               session.stop);
  return code;
}

}  // namespace exportd::app
