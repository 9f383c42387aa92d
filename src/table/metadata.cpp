#include "table/metadata.hpp"

#include <array>
#include <string_view>

#include "table/column_names.hpp"

namespace exportd::table {
namespace {

// Where a metadata column comes from: an own field's position, or one of these.
enum Source : std::size_t { features_cell = own_fields.size(), codes, authors, years, dois };

constexpr std::size_t source_of(std::string_view column) {
  if (column == "geoFeatures") return features_cell;
  if (column == "citations") return codes;
  if (column == "authors") return authors;
  if (column == "publicationYears") return years;
  if (column == "dois") return dois;
  return own_field(column);
}

constexpr std::array<std::size_t, metadata_columns.size()> sources = [] {
  std::array<std::size_t, metadata_columns.size()> all{};
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = source_of(metadata_columns[i]);
  return all;
}();

enum FeatureField : std::uint32_t { type_field, name_field, other_field };

}  // namespace

Metadata::Metadata()
    : feature_keys_([](const std::string& name) -> std::uint32_t {
        return name == "type" ? type_field : name == "name" ? name_field : other_field;
      }) {}

Cell Metadata::cell(const Record& record, std::size_t column, CellMaker& maker) {
  switch (const std::size_t source = sources[column]) {
    case features_cell: return features(record.own[own_field("geoFeatures")], maker);
    case codes: return record.citations.codes();
    case authors: return record.citations.authors();
    case years: return record.citations.years();
    case dois: return record.citations.dois();
    default: return maker.of(record.own[source]);
  }
}

Cell Metadata::features(const RawValue& field, CellMaker& maker) {
  if (field.token == Token::absent) return {};
  parts_.clear();
  each_element(field, [&](const RawValue& element) {
    parts_.push_back(element.token == Token::object ? feature(element, maker) : maker.of(element));
  });
  return maker.join(parts_.data(), parts_.size());
}

Cell Metadata::feature(const RawValue& object, CellMaker& maker) {
  std::array<RawValue, 3> fields;
  JsonScanner scanner(object.raw());
  scanner.object(feature_keys_, [&](std::uint32_t meaning) { fields[meaning] = scanner.value(); });
  const Cell type = maker.of(fields[type_field]), name = maker.of(fields[name_field]);
  if (type.holds_something() && name.holds_something()) return maker.concat(type, ": ", name);
  // The one there is (an empty text is there, null is not), or nothing.
  if (type.holds_something()) return type;
  return name.holds_something() ? name : Cell{};
}

}  // namespace exportd::table
