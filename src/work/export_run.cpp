#include "work/export_run.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "core/failure.hpp"
#include "seal/verify.hpp"
#include "table/table_writer.hpp"
#include "work/csvw.hpp"
#include "work/page_prefetch.hpp"
#include "work/sink_chain.hpp"

namespace exportd::work {

namespace {

// Removes the objects of an attempt that does not get as far as its receipt. Best effort: nothing refers to them, and
// the housekeeper removes what this could not.
class PublishedObjects {
 public:
  explicit PublishedObjects(FileStore& files) : files_(files) {}
  ~PublishedObjects() {
    for (const ObjectKey& key : keys_) {
      try {
        files_.remove(key);
      } catch (const std::exception&) {
        continue;
      }
    }
  }
  PublishedObjects(const PublishedObjects&) = delete;
  PublishedObjects& operator=(const PublishedObjects&) = delete;

  void add(const ObjectKey& key) { keys_.push_back(key); }
  void keep() { keys_.clear(); }

 private:
  FileStore& files_;
  std::vector<ObjectKey> keys_;
};

void throw_if_stopped(const std::stop_token& stop) {
  if (stop.stop_requested())
    throw Failure(FailureKind::cancel, "cancelled", "export: cancelled on request: nothing was kept");
}

void refuse_too_many(std::uint64_t total, std::uint64_t records_max) {
  if (total <= records_max) return;
  throw Failure(FailureKind::too_many, "too_many_rows",
                "too many rows: the search holds " + std::to_string(total) + " records and an export at most " +
                    std::to_string(records_max) + ": narrow the search or split it, for example by publicationYears");
}

// What the first page is compared with. Of nested records it is counted out of all results there are: for that a file
// of few columns does not wait. A guess that cannot be made is none, and no failure.
std::vector<Analyte> guessed_analytes(const ExportOrder& order, Search& search) {
  if (!order.guess_columns || order.environment.shape != RecordShape::flat) return {};
  try {
    return search.analytes(order.environment);
  } catch (const Failure&) {
    return {};
  }
}

std::vector<Analyte> held_analytes(const ExportOrder& order, Search& search) {
  const FileOptions& options = order.request.options;
  if (options.layout == Layout::long_form) return {};
  if (options.columns == ColumnChoice::present) return guessed_analytes(order, search);
  return search.analytes(order.environment);
}

// A short or long read is a failure, never a smaller or larger success.
void reconcile(std::uint64_t written, std::uint64_t promised) {
  if (written == promised) return;
  throw Failure(FailureKind::retry, "count_mismatch",
                "the search gave " + std::to_string(written) + " records after promising " + std::to_string(promised) +
                    ": the export was not kept: try again");
}

// Whatever keeps the object from being read back (a bit that changed, a disk that fails), a new one may be whole.
seal::Verified read_back(FileStore& files, const ObjectKey& key, const seal::FileKey& file_key, std::string_view header,
                         const std::stop_token& stop) {
  const auto reader = files.open(key);
  if (!reader) throw Failure(FailureKind::retry, "verification_failed", "the stored file is gone: try again");
  try {
    return seal::verify_object(*reader, file_key, header, stop);
  } catch (const Failure& failure) {
    if (failure.kind() != FailureKind::ours) throw;
    throw Failure(FailureKind::retry, "verification_failed",
                  "the stored file does not read back: it was removed: try again",
                  failure.message() + " " + failure.detail());
  }
}

void verify(const ExportOutcome& outcome, FileStore& files, const std::stop_token& stop) {
  const seal::Verified found = read_back(files, outcome.receipt.object, outcome.file_key, outcome.seal_header, stop);
  throw_if_stopped(stop);
  if (found.sha256 != outcome.receipt.sha256 || found.plain_bytes != outcome.receipt.bytes) {
    throw Failure(FailureKind::retry, "verification_failed",
                  "the stored file does not read back as it was written: it was removed: try again");
  }
}

// Seals the description of the file beside it, and reads it back.
void write_metadata(const ExportOrder& order, const ExportPorts& ports, const Receipt& receipt,
                    const table::TableSummary& summary, PublishedObjects& published, const std::stop_token& stop) {
  const std::string text = csvw_text({order.environment, order.request, receipt, summary, ports.clock.wall()});
  SinkChain chain(ports.files.create(order.metadata_object, stop), order.recipients, Compression::none);
  chain.first().write(text);
  chain.finish();
  published.add(order.metadata_object);
  const seal::Verified found =
      read_back(ports.files, order.metadata_object, chain.seal().file_key(), chain.seal().header(), stop);
  if (found.sha256 == chain.digest().sha256()) return;
  throw Failure(FailureKind::retry, "verification_failed", "the stored metadata do not read back: try again");
}

Receipt make_receipt(const ExportOrder& order, const OpenedSearch& opened, const table::TableSummary& summary,
                     const SinkChain& chain) {
  return {.object = order.object,
          .metadata_object = order.metadata_object,
          .records = summary.records,
          .rows = summary.rows,
          .columns = summary.columns.size(),
          .bytes = chain.digest().bytes(),
          .sealed_bytes = 0,
          .sha256 = chain.digest().sha256(),
          .data_version = opened.data_version};
}

}  // namespace

ExportOutcome run_export(const ExportOrder& order, const ExportPorts& ports, const ReportProgress& report,
                         const std::stop_token& stop) {
  Progress progress;
  progress.stage = Stage::counting;
  report(progress);
  const MonotonicTime started = ports.clock.monotonic();
  const OpenedSearch opened = ports.search.open(order.environment, order.request.criteria, stop);
  if (order.on_search_context) order.on_search_context(opened.context);
  throw_if_stopped(stop);
  refuse_too_many(opened.total, order.records_max);
  const std::vector<Analyte> held = held_analytes(order, ports.search);

  PublishedObjects published(ports.files);
  SinkChain chain(ports.files.create(order.object, stop), order.recipients, order.request.options.compression);
  const auto table =
      table::TableWriter::create({order.environment, order.request.options, held, order.work_dir}, chain.first());

  progress.total_records = opened.total;
  progress.stage = Stage::fetching;
  report(progress);
  PagePrefetch pages(*opened.pages, stop);
  while (const std::optional<Page> page = pages.next()) {
    throw_if_stopped(stop);
    table->write(*page, stop);
    progress.records += page->documents.size();
    progress.bytes = chain.bytes_taken();
    report(progress);
  }
  throw_if_stopped(stop);
  reconcile(progress.records, opened.total);

  progress.stage = Stage::sealing;
  report(progress);
  const table::TableSummary summary = table->finish(stop);
  reconcile(summary.records, opened.total);
  chain.finish();
  published.add(order.object);
  ExportOutcome outcome{make_receipt(order, opened, summary, chain), chain.seal().file_key(),
                        std::string(chain.seal().header()), ports.clock.monotonic() - started};

  progress.stage = Stage::verifying;
  progress.bytes = outcome.receipt.bytes;
  report(progress);
  verify(outcome, ports.files, stop);
  outcome.verified = ports.clock.monotonic() - started;
  if (const auto stored = ports.files.stat(order.object)) outcome.receipt.sealed_bytes = stored->bytes;
  write_metadata(order, ports, outcome.receipt, summary, published, stop);
  throw_if_stopped(stop);

  published.keep();
  progress.stage = Stage::done;
  report(progress);
  return outcome;
}

}  // namespace exportd::work
