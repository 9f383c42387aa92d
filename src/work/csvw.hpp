// The description of a file as W3C Tabular Metadata (CSVW, https://www.w3.org/TR/tabular-metadata/): columns with units
// and methods, the query in words, counts, checksum, data version, references, licence. No personal data.
#pragma once

#include <string>

#include "core/environment.hpp"
#include "core/receipt.hpp"
#include "core/task.hpp"
#include "query/request.hpp"
#include "table/table_writer.hpp"

namespace exportd::work {

struct FileDescription {
  const Environment& environment;
  const query::Request& request;
  const Receipt& receipt;
  const table::TableSummary& summary;
  WallTime made_at;
};

// One JSON document. Terms: csvw, dc (Dublin Core), schema (schema.org), and urn:exportd: for what none of them has.
[[nodiscard]] std::string csvw_text(const FileDescription& description);

// The name that the file is offered under: "petdb-f57qglcdlcmznrjklu4gg2sgtr.csv".
[[nodiscard]] std::string readable_name(const Environment& environment, const query::Request& request);

}  // namespace exportd::work
