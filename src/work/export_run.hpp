// One attempt of one export: search, table, seal, store, read back, verify. Straight blocking code on the caller's
// thread. Leaving it early, by any way, leaves nothing that an address leads to.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/ports.hpp"
#include "core/progress.hpp"
#include "core/receipt.hpp"
#include "query/request.hpp"
#include "seal/identity.hpp"
#include "seal/sealing_sink.hpp"

namespace exportd::work {

// What is exported, and where to.
struct ExportOrder {
  const Environment& environment;
  const query::Request& request;
  ObjectKey object;
  ObjectKey metadata_object;
  std::vector<seal::Recipient> recipients;
  std::filesystem::path work_dir;  // for the spool
  std::uint64_t records_max;       // more are refused (Failure too_many) before anything is written
  // Lets a file of the columns that are present begin before all is read, if its first page has all there are. Should
  // the store not know of all after all, the attempt fails with "columns_changed": then do without.
  bool guess_columns = false;
  // Told what OpenedSearch::context is, on the caller's thread, before the first page is used.
  std::function<void(const std::string&)> on_search_context = {};
};

struct ExportPorts {
  Search& search;
  FileStore& files;
  const Clock& clock;
};

// A receipt and what opens the object without an identity, as long as the process lives.
struct ExportOutcome {
  Receipt receipt;
  seal::FileKey file_key;
  std::string seal_header;
  // Since the first request to the search.
  MonotonicTime::duration published{};  // the object is in place
  MonotonicTime::duration verified{};   // and has been read back
};

using ReportProgress = std::function<void(const Progress&)>;

// Throws Failure. `report` is called on the caller's thread, at every change of stage and after every page.
[[nodiscard]] ExportOutcome run_export(const ExportOrder& order, const ExportPorts& ports, const ReportProgress& report,
                                       const std::stop_token& stop);

}  // namespace exportd::work
