// exportd run: one export, the whole way: searched, sealed into the file store, verified, opened into a file.
#include <boost/json.hpp>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <iomanip>
#include <sstream>

#include "app/commands.hpp"
#include "app/configured_stores.hpp"
#include "app/instance.hpp"
#include "app/messages.hpp"
#include "app/own_files.hpp"
#include "app/parsed_request.hpp"
#include "app/progress_display.hpp"
#include "app/sealing_keys.hpp"
#include "app/target_file.hpp"
#include "app/usable_path.hpp"
#include "core/failure.hpp"
#include "seal/opening_reader.hpp"
#include "seal/verify.hpp"
#include "work/csvw.hpp"
#include "work/export_run.hpp"
#include "work/object_names.hpp"

namespace exportd::app {

namespace fs = std::filesystem;

namespace {

// An unfinished upload this old has no run that still works on it.
constexpr std::chrono::hours leftover_age{24};

// The object is only a stage on the way to the file: removed in every way out, unless the file has
// come about and the object is to be kept beside it.
class StagedObject {
 public:
  StagedObject(FileStore& files, const work::ExportOrder& order) : files_(files), order_(order) {}
  ~StagedObject() {
    if (keep_) return;
    for (const ObjectKey& key : {order_.object, order_.metadata_object}) {
      try {
        files_.remove(key);
      } catch (const std::exception& failure) {
        const char* const advice =
            work::is_staged(key) ? "the housekeeping of serve and worker removes it after a day" : "remove it by hand";
        print_line("note: " + key.text() + ": left behind: " + advice + ": " + failure.what());
      }
    }
  }
  StagedObject(const StagedObject&) = delete;
  StagedObject& operator=(const StagedObject&) = delete;
  void keep() { keep_ = true; }

 private:
  FileStore& files_;
  const work::ExportOrder& order_;
  bool keep_ = false;
};

// A search of nothing is a file of no rows, as it is for any search that matches nothing; but it may be a slip.
void note_if_empty(const Config& config, Search& search, const Environment& environment) {
  if (config.search.kind != SearchKind::sqlite) return;
  if (!search.preview(environment, {}, 1, MonotonicTime::max()).value().documents.empty()) return;
  print_line("note: no records: the store holds none for " + environment.name + ": run `exportd import " +
             environment.name + " FILE` first, or check --data");
}

// A guess that fails costs another pass, not the export.
work::ExportOutcome exported_now(work::ExportOrder& order, const work::ExportPorts& ports,
                                 const work::ReportProgress& report, const std::stop_token& stop) {
  try {
    return work::run_export(order, ports, report, stop);
  } catch (const Failure& failure) {
    if (failure.code() != "columns_changed" || order.request.options.columns != ColumnChoice::present) throw;
    order.guess_columns = false;
    return work::run_export(order, ports, report, stop);
  }
}

void open_into(const work::ExportOutcome& outcome, FileStore& files, ByteSink& target, const std::stop_token& stop) {
  const auto object = files.open(outcome.receipt.object);
  if (!object) throw Failure(FailureKind::ours, "store_error", "the stored file is gone: try again");
  seal::OpeningReader reader(*object, outcome.file_key, outcome.seal_header);
  seal::copy_plain(reader, target, stop);
  target.finish();
}

double seconds_of(MonotonicTime::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

std::string summary_json(const RunCommand& command, const query::Request& request, const work::ExportOutcome& outcome,
                         const fs::path& target, double seconds, double cpu_seconds) {
  const Receipt& receipt = outcome.receipt;
  boost::json::object line{{"id", request.id.text()},
                           {"environment", command.environment},
                           {"searchParameters", request.search_parameters},
                           {"fileOptions", request.file_options},
                           {"file", valid_utf8(target.string())},
                           {"rows", receipt.rows},
                           {"records", receipt.records},
                           {"columns", receipt.columns},
                           {"bytes", receipt.bytes},
                           {"sha256", receipt.sha256},
                           {"sealedBytes", receipt.sealed_bytes},
                           {"dataVersion", receipt.data_version},
                           {"seconds", seconds},
                           {"publishedSeconds", seconds_of(outcome.published)},
                           {"verifiedSeconds", seconds_of(outcome.verified)},
                           {"cpuSeconds", cpu_seconds}};
  if (command.keep_object) {
    line["object"] = receipt.object.text();
    line["metadataObject"] = receipt.metadata_object.text();
  }
  return boost::json::serialize(line);
}

void print_summary(const RunCommand& command, const Config& config, const Receipt& receipt, const fs::path& target,
                   double seconds) {
  std::ostringstream text;
  text << (target == "-" ? "standard output" : target.string()) << ": " << counted(receipt.rows, "row") << " of "
       << counted(receipt.records, "record") << ", " << counted(receipt.columns, "column") << ", "
       << counted(receipt.bytes, "byte") << " in " << std::fixed << std::setprecision(2) << seconds << " s";
  print_line(text.str());
  print_line("sha256 " + receipt.sha256);
  if (command.keep_object) print_line("object " + files_place(config, receipt.object.text()));
}

}  // namespace

int run(const Session& session, const RunCommand& command) {
  const MonotonicTime started = session.clock.monotonic();
  const Config& config = session.config;
  const Environment& environment = find_environment(config, command.environment);
  const query::Request request = parsed_request(environment, command.query, command.options);
  const fs::path target = command.target.empty() ? fs::path(work::readable_name(environment, request)) : command.target;
  refuse_own_files(config, target, {});
  const auto search = open_search(config);
  note_if_empty(config, *search, environment);
  const auto sink =
      open_target(target, session.stop);  // a target that cannot be written is said before the work is done
  const auto files = open_files(config, session.clock);
  make_folder(config.work_path(), "check --data and [files] work_dir");
  files->abort_unfinished(session.clock.wall() - leftover_age);  // of runs that were killed

  const work::ObjectNames names = work::local_object_names(
      environment.name, request.id, random_hex(16),
      command.keep_object ? work::LocalObject::kept : work::LocalObject::staged, file_extension(request.options));
  work::ExportOrder order{.environment = environment,
                          .request = request,
                          .object = names.object,
                          .metadata_object = names.metadata,
                          .recipients = sealing_recipients(config, session.clock),
                          .work_dir = config.work_path(),
                          .records_max = static_cast<std::uint64_t>(config.limits.max_rows),
                          .guess_columns = true};
  double cpu_seconds = 0;  // of the process, until the object was verified
  const work::ExportOutcome outcome = [&] {
    ProgressDisplay display(environment.name, "records", session.clock);
    const auto show = [&](const Progress& now) {
      if (now.stage != Stage::done) display.show(stage_name(now.stage), now.records, now.total_records);
    };
    auto exported = exported_now(order, {*search, *files, session.clock}, show, session.stop);
    cpu_seconds = static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
    StagedObject staged(*files, order);
    open_into(exported, *files, *sink, session.stop);
    if (command.keep_object) staged.keep();
    display.show(stage_name(Stage::done), exported.receipt.records, exported.receipt.records);  // the file is in place
    return exported;
  }();

  const double seconds = seconds_of(session.clock.monotonic() - started);
  if (command.json) {
    const std::string line = summary_json(command, request, outcome, target, seconds, cpu_seconds) + "\n";
    if (target == "-") {
      std::fwrite(line.data(), 1, line.size(), stderr);  // not print_line: it is JSON, not words
    } else {
      print_output(line, session.stop);
    }
  } else {
    print_summary(command, config, outcome.receipt, target, seconds);
  }
  return exit_done;
}

}  // namespace exportd::app
