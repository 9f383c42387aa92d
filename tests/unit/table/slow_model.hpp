// SlowModel: DOMAIN section 3 written down as plainly as possible, over trees instead of bytes and with a map for
// every thing. It shares no code with the table it is compared with.
#pragma once

#include <string>
#include <vector>

#include "core/environment.hpp"
#include "core/file_options.hpp"
#include "tests/unit/table/json_tree.hpp"

namespace exportd::table::testing {

struct ModelCell {
  enum class Kind { absent, null, number, text };

  Kind kind = Kind::absent;
  std::string text;
  bool numbers_only = false;  // made of the document's numbers and empty parts

  friend bool operator==(const ModelCell&, const ModelCell&) = default;
};

struct ModelTable {
  std::vector<std::string> header;
  std::vector<std::vector<ModelCell>> rows;
};

// columns=present or all: the records are all that the environment holds.
[[nodiscard]] ModelTable model_table(const std::vector<JsonTree>& records, const Environment& environment,
                                     const FileOptions& options);

// The file's bytes.
[[nodiscard]] std::string model_bytes(const ModelTable& table, const FileOptions& options);

}  // namespace exportd::table::testing
