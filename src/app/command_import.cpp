// exportd import: records into the embedded search store.
#include <boost/json.hpp>
#include <cstdio>
#include <filesystem>

#include "app/commands.hpp"
#include "app/import_run.hpp"
#include "core/failure.hpp"

namespace exportd::app {

namespace fs = std::filesystem;

namespace {

void print_faults(const search::ImportReport& report, const fs::path& file) {
  for (const search::LineFault& fault : report.faults) {
    std::fprintf(stderr, "%s line %llu: %s\n", file.c_str(), static_cast<unsigned long long>(fault.line),
                 fault.reason.c_str());
  }
  if (report.bad_lines > report.faults.size()) {
    std::fprintf(stderr, "%s: %llu more bad lines\n", file.c_str(),
                 static_cast<unsigned long long>(report.bad_lines - report.faults.size()));
  }
}

void print_report(const ImportCommand& command, const search::ImportReport& report) {
  if (command.json) {
    const boost::json::object line{
        {"environment", command.environment}, {"records", report.records()},   {"added", report.added},
        {"replaced", report.replaced},        {"unchanged", report.unchanged}, {"badLines", report.bad_lines},
        {"dataVersion", report.data_version}};
    std::printf("%s\n", boost::json::serialize(line).c_str());
    return;
  }
  std::fprintf(stderr, "%s: %llu records (%llu new, %llu replaced, %llu unchanged), %llu bad lines skipped\n",
               command.environment.c_str(), static_cast<unsigned long long>(report.records()),
               static_cast<unsigned long long>(report.added), static_cast<unsigned long long>(report.replaced),
               static_cast<unsigned long long>(report.unchanged), static_cast<unsigned long long>(report.bad_lines));
}

// The store's side does not know what the file is called.
[[noreturn]] void throw_named(const Failure& failure, const fs::path& file) {
  if (failure.code() != "file_unreadable") throw failure;
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
    throw_named(failure, command.file);
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
                  "import " + command.file.string() + ": " + std::to_string(report.bad_lines) +
                      " bad lines, nothing was imported: mend them, or give --skip-bad to import the others");
  }
  print_report(command, report);
  return exit_done;
}

}  // namespace exportd::app
