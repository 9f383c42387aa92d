// Citations: the citations of one record and the cells made of them. Records of one study stand together, so the
// field is taken apart only when its bytes differ from the record's before.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "table/cell_maker.hpp"
#include "table/key_table.hpp"
#include "table/raw_value.hpp"
#include "table/table_writer.hpp"

namespace exportd::table {

struct Citation {
  // id, code, authors, title, container, year, volume, issue, pages, doi: as in Reference.
  std::array<RawValue, 10> fields;
  Cell name;  // its code, else its id; an empty text is there, null is not
  bool has_code = false;
};

class Citations {
 public:
  Citations();

  // The record's field. BrokenJson when an element is neither an object nor null.
  void read(const RawValue& field);
  // Whether the last read() met other bytes than the one before.
  [[nodiscard]] bool changed() const { return changed_; }

  [[nodiscard]] const Cell& codes() const { return codes_; }
  [[nodiscard]] const Cell& authors() const { return authors_; }
  [[nodiscard]] const Cell& years() const { return years_; }
  [[nodiscard]] const Cell& dois() const { return dois_; }

  // What layout=long shows of a result's citationId: the code of that citation, else the id as it stands.
  [[nodiscard]] Cell named_by(const RawValue& id, CellMaker& maker) const;

  [[nodiscard]] std::vector<Reference> references() const;

 private:
  void take_apart(const RawValue& field);
  void read_citation(JsonScanner& scanner);
  void make_cells(bool null);
  // Whether one of its ids is that one: a list of ids is several.
  [[nodiscard]] static bool has_id(const Citation& citation, std::string_view id, CellMaker& maker);
  template <class PartOf>
  Cell joined(PartOf&& part_of);

  KeyTable keys_;
  std::vector<char> bytes_;  // the field's, kept over the pages; with slack behind
  Token token_ = Token::absent;
  bool changed_ = false;
  std::vector<Citation> citations_;
  CellMaker maker_;  // of the cells below
  std::vector<Cell> parts_;
  Cell codes_, authors_, years_, dois_;
};

}  // namespace exportd::table
