// GuessedTable: `columns=present` where the first page already holds every analyte there is: no later page can add a
// column, so rows go out as they come. Where it does not, rows wait in the spool as ever. The bytes are the same.
#pragma once

#include <memory>
#include <vector>

#include "core/environment.hpp"
#include "core/file_options.hpp"
#include "table/table_writer.hpp"

namespace exportd::table {

class GuessedTable final : public TableWriter {
 public:
  // `request.held`: every analyte there is. If it is wrong, write() may throw Failure retry "columns_changed".
  GuessedTable(const TableRequest& request, ByteSink& out);

  void write(const Page& page, const std::stop_token& stop) override;
  TableSummary finish(const std::stop_token& stop) override;

 private:
  void choose(const Page& page, const std::stop_token& stop);

  const Environment environment_;
  const FileOptions options_;
  const std::vector<Analyte> held_;
  const std::filesystem::path work_dir_;
  ByteSink& out_;
  std::unique_ptr<TableWriter> chosen_;
};

}  // namespace exportd::table
