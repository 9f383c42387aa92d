// exportd import: records into the embedded search store.
#include <boost/json.hpp>
#include <filesystem>

#include "app/commands.hpp"
#include "app/configured_stores.hpp"
#include "app/import_run.hpp"
#include "app/messages.hpp"
#include "core/failure.hpp"

namespace exportd::app {

namespace fs = std::filesystem;

namespace {

void print_faults(const search::ImportReport& report, const fs::path& file) {
  for (const search::LineFault& fault : report.faults) {
    print_line(file.string() + " line " + std::to_string(fault.line) + ": " + fault.reason);
  }
  if (report.bad_lines > report.faults.size()) {
    print_line(file.string() + ": " + counted(report.bad_lines - report.faults.size(), "more bad line"));
  }
}

void print_report(const Session& session, const ImportCommand& command, const search::ImportReport& report) {
  if (command.json) {
    const boost::json::object line{
        {"environment", command.environment}, {"records", report.records()},   {"added", report.added},
        {"replaced", report.replaced},        {"unchanged", report.unchanged}, {"badLines", report.bad_lines},
        {"dataVersion", report.data_version}};
    print_output(boost::json::serialize(line) + "\n", session.stop);
    return;
  }
  print_line(command.environment + ": " + counted(report.records(), "record") + " (" + std::to_string(report.added) +
             " new, " + std::to_string(report.replaced) + " replaced, " + std::to_string(report.unchanged) +
             " unchanged), " + counted(report.bad_lines, "bad line") + " skipped");
}

// The store's side does not know what the files are called.
[[noreturn]] void throw_named(const Failure& failure, const fs::path& file, const fs::path& store) {
  if (failure.code() != "file_unreadable") throw with_store_named(failure, store);
  throw Failure(failure.kind(), failure.code(), "import " + file.string() + ": " + failure.what() + ": check the file",
                failure.detail());
}

search::ImportReport import_file(const Session& session, const ImportCommand& command) {
  const Environment& environment = find_environment(session.config, command.environment);
  try {
    ImportSource source{search::open_file(command.file, session.stop), 0};
    std::error_code unknown;
    const std::uintmax_t size = fs::file_size(command.file, unknown);
    if (!unknown) source.stored_bytes = size;
    return import_with_progress(session, environment, std::move(source),
                                command.skip_bad ? search::BadLines::skip : search::BadLines::refuse);
  } catch (const Failure& failure) {
    throw_named(failure, command.file, session.config.search_path());
  }
}

}  // namespace

int import_records(const Session& session, const ImportCommand& command) {
  if (session.config.search.kind != SearchKind::sqlite) {
    throw Failure(FailureKind::reject, "bad_config",
                  "import: search.kind is not \"sqlite\": records are imported into the embedded store only");
  }
  const search::ImportReport report = import_file(session, command);
  print_faults(report, command.file);
  if (!report.committed) {
    throw Failure(FailureKind::ours, "bad_lines",
                  "import " + command.file.string() + ": " + counted(report.bad_lines, "bad line") +
                      ", nothing was imported: mend what is bad, or give --skip-bad to import the other lines");
  }
  print_report(session, command, report);
  return exit_done;
}

}  // namespace exportd::app
