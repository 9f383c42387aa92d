// RecordReader: one document → Record. Checks what the importer guarantees, as nothing that comes later could tell.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/analyte.hpp"
#include "core/environment.hpp"
#include "table/json_scanner.hpp"
#include "table/key_table.hpp"
#include "table/record.hpp"
#include "table/row.hpp"

namespace exportd::table {

// Where the numbers of a flat record can go at once. A number without a place here, or for a cell that is set already,
// waits in Record::flat, and so do all numbers behind it.
struct FlatColumns {
  static constexpr std::uint32_t none = 0xFFFFFFFF;

  std::span<const std::uint32_t> of_field;  // the column, by FlatResult::field; none: not known yet, or there is none
  Row::Cells cells;
};

class RecordReader {
 public:
  explicit RecordReader(const Environment& environment);

  // The record's parts stay valid until the next call, and as long as the document's bytes do.
  // Failure ours "corrupt_record".
  const Record& read(std::string_view document, const FlatColumns& columns = {});

  // The analytes of flat records met so far, by FlatResult::field.
  [[nodiscard]] const std::vector<Analyte>& flat_fields() const { return flat_fields_; }

 private:
  std::uint32_t meaning_of(const std::string& name);
  void read_fields(std::string_view document, const FlatColumns& columns);
  void read_results(JsonScanner& scanner);
  void read_result(JsonScanner& scanner);
  [[noreturn]] void refuse(std::string_view what, std::string detail) const;

  RecordShape shape_;
  std::vector<FlatAnalyte> configured_;  // sorted by field
  std::vector<Analyte> flat_fields_;
  KeyTable record_keys_;
  KeyTable result_keys_;
  Record record_;
  std::uint64_t records_ = 0;
};

}  // namespace exportd::table
