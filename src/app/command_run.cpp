// exportd run: one export, the whole way: searched, sealed into the file store, verified, opened into a file.
#include <array>
#include <boost/json.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>

#include "app/commands.hpp"
#include "app/embedded_stores.hpp"
#include "app/parsed_request.hpp"
#include "app/progress_display.hpp"
#include "app/sealing_keys.hpp"
#include "app/target_file.hpp"
#include "core/failure.hpp"
#include "seal/opening_reader.hpp"
#include "seal/random.hpp"
#include "seal/verify.hpp"
#include "work/csvw.hpp"
#include "work/export_run.hpp"

namespace exportd::app {

namespace fs = std::filesystem;

namespace {

// An unfinished upload this old has no run that still works on it.
constexpr std::chrono::hours leftover_age{24};

// 16 characters that no other run has.
std::string random_name() {
  std::array<std::uint8_t, 8> bytes{};
  seal::system_random(bytes);
  std::string name;
  for (const std::uint8_t byte : bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    name += digits[byte >> 4];
    name += digits[byte & 15];
  }
  return name;
}

// The object is only a stage on the way to the file: removed in every way out, unless it is to be kept.
class StagedObject {
 public:
  StagedObject(FileStore& files, const work::ExportOrder& order, bool keep)
      : files_(files), order_(order), keep_(keep) {}
  ~StagedObject() {
    if (keep_) return;
    for (const ObjectKey& key : {order_.object, order_.metadata_object}) {
      try {
        files_.remove(key);
      } catch (const Failure& failure) {
        std::fprintf(stderr, "exportd: %s: left behind: remove it by hand: %s\n", key.text().c_str(), failure.what());
      }
    }
  }
  StagedObject(const StagedObject&) = delete;
  StagedObject& operator=(const StagedObject&) = delete;

 private:
  FileStore& files_;
  const work::ExportOrder& order_;
  bool keep_;
};

// A search of nothing is a file of no rows, as it is for any search that matches nothing; but it may be a slip.
void note_if_empty(Search& search, const Environment& environment) {
  if (!search.preview(environment, {}, 1).documents.empty()) return;
  std::fprintf(
      stderr, "exportd: no records: the store holds none for %s: run `exportd import %s FILE` first, or check --data\n",
      environment.name.c_str(), environment.name.c_str());
}

void open_into(const work::ExportOutcome& outcome, FileStore& files, ByteSink& target, const std::stop_token& stop) {
  const auto object = files.open(outcome.receipt.object);
  if (!object) throw Failure(FailureKind::ours, "store_error", "the stored file is gone: try again");
  seal::OpeningReader reader(*object, outcome.file_key, outcome.seal_header);
  seal::copy_plain(reader, target, stop);
  target.finish();
}

std::string summary_json(const RunCommand& command, const query::Request& request, const Receipt& receipt,
                         const fs::path& target, double seconds) {
  boost::json::object line{{"id", request.id.text()},
                           {"environment", command.environment},
                           {"searchParameters", request.search_parameters},
                           {"fileOptions", request.file_options},
                           {"file", target.string()},
                           {"rows", receipt.rows},
                           {"records", receipt.records},
                           {"columns", receipt.columns},
                           {"bytes", receipt.bytes},
                           {"sha256", receipt.sha256},
                           {"sealedBytes", receipt.sealed_bytes},
                           {"dataVersion", receipt.data_version},
                           {"seconds", seconds}};
  if (command.keep_object) {
    line["object"] = receipt.object.text();
    line["metadataObject"] = receipt.metadata_object.text();
  }
  return boost::json::serialize(line);
}

void print_summary(const RunCommand& command, const Config& config, const Receipt& receipt, const fs::path& target,
                   double seconds) {
  std::fprintf(stderr, "%s: %llu rows of %llu records, %llu columns, %llu bytes in %.2f s\nsha256 %s\n",
               target == "-" ? "standard output" : target.c_str(), static_cast<unsigned long long>(receipt.rows),
               static_cast<unsigned long long>(receipt.records), static_cast<unsigned long long>(receipt.columns),
               static_cast<unsigned long long>(receipt.bytes), seconds, receipt.sha256.c_str());
  if (command.keep_object) {
    std::fprintf(stderr, "object %s\n", (config.files_path() / receipt.object.text()).c_str());
  }
}

}  // namespace

int run(const Session& session, const RunCommand& command) {
  const MonotonicTime started = session.clock.monotonic();
  const Config& config = session.config;
  const Environment& environment = find_environment(config, command.environment);
  const query::Request request = parsed_request(environment, command.query, command.options);
  const fs::path target = command.target.empty() ? fs::path(work::readable_name(environment, request)) : command.target;
  const auto search = open_search(config);
  note_if_empty(*search, environment);
  const auto sink =
      open_target(target, session.stop);  // a target that cannot be written is said before the work is done
  const auto files = open_files(config);
  fs::create_directories(config.work_path());
  files->abort_unfinished(session.clock.wall() - leftover_age);  // of runs that were killed

  const std::string stem = environment.name + "/" + request.id.text() + "/local." + random_name();
  const work::ExportOrder order{.environment = environment,
                                .request = request,
                                .object = ObjectKey(stem + "." + file_extension(request.options) + ".age"),
                                .metadata_object = ObjectKey(stem + ".metadata.json.age"),
                                .recipients = sealing_recipients(config, session.clock),
                                .work_dir = config.work_path(),
                                .records_max = static_cast<std::uint64_t>(config.limits.max_rows)};
  Receipt receipt = [&] {
    ProgressDisplay display(environment.name, "records", session.clock);
    const auto outcome = work::run_export(
        order, {*search, *files, session.clock},
        [&](const Progress& now) { display.show(stage_name(now.stage), now.records, now.total_records); },
        session.stop);
    const StagedObject staged(*files, order, command.keep_object);
    open_into(outcome, *files, *sink, session.stop);
    return outcome.receipt;
  }();

  const double seconds = std::chrono::duration<double>(session.clock.monotonic() - started).count();
  if (command.json) {
    std::fprintf(target == "-" ? stderr : stdout, "%s\n",
                 summary_json(command, request, receipt, target, seconds).c_str());
  } else {
    print_summary(command, config, receipt, target, seconds);
  }
  return exit_done;
}

}  // namespace exportd::app
