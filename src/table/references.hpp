// References: the distinct citations of the selected records, in the order first seen, for the file's metadata.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "table/citations.hpp"
#include "table/table_writer.hpp"

namespace exportd::table {

class References {
 public:
  // The citations of one more record. A citation with an id is known by it, one without by all it says.
  void note(const Citations& citations);
  void move_to(TableSummary& summary);

 private:
  // Bounded in bytes too: a title may be as long as a record.
  static constexpr std::size_t bytes_max = 16 * limits::MiB;

  std::vector<Reference> references_;
  std::unordered_set<std::string> known_;
  std::size_t bytes_ = 0;
  bool capped_ = false;
};

}  // namespace exportd::table
