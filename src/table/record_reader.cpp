#include "table/record_reader.hpp"

#include <simdjson.h>
#include <algorithm>
#include <utility>

#include "core/failure.hpp"
#include "table/json_string.hpp"

namespace exportd::table {
namespace {

// Meanings of a record's keys: an own field's position, or that of a flat analyte behind `flat_from`, or:
constexpr auto ignored = static_cast<std::uint32_t>(own_fields.size());
constexpr std::uint32_t flat_from = ignored + 1;
constexpr auto results_field = static_cast<std::uint32_t>(own_field("results"));

std::uint32_t result_meaning(const std::string& name) {
  const auto* const found = std::find(result_fields.begin(), result_fields.end(), name);
  return found == result_fields.end() ? ignored : static_cast<std::uint32_t>(found - result_fields.begin());
}

}  // namespace

RecordReader::RecordReader(const Environment& environment)
    : shape_(environment.shape),
      configured_(environment.flat_analytes),
      record_keys_([this](const std::string& name) { return meaning_of(name); }),
      result_keys_(result_meaning) {
  std::ranges::stable_sort(configured_, {}, &FlatAnalyte::field);
}

std::uint32_t RecordReader::meaning_of(const std::string& name) {
  const auto* const own = std::find(own_fields.begin(), own_fields.end(), name);
  if (own != own_fields.end()) return static_cast<std::uint32_t>(own - own_fields.begin());
  if (shape_ == RecordShape::nested) return ignored;

  Analyte analyte{.variable = name, .unit = {}, .group = {}, .method = {}};
  const auto known = std::ranges::lower_bound(configured_, name, {}, &FlatAnalyte::field);
  if (known != configured_.end() && known->field == name) {
    if (!known->variable.empty()) analyte.variable = known->variable;
    analyte.unit = known->unit;
    analyte.group = known->group;
  }
  flat_fields_.push_back(std::move(analyte));
  return flat_from + static_cast<std::uint32_t>(flat_fields_.size() - 1);
}

const Record& RecordReader::read(std::string_view document, const FlatColumns& columns) {
  ++records_;
  record_.own.fill({});
  record_.results.clear();
  record_.flat.clear();
  if (document.size() > limits::page_bytes_max) refuse("it is too large", std::to_string(document.size()) + " bytes");
  try {
    read_fields(document, columns);
    record_.citations.read(record_.own[own_field("citations")]);
  } catch (const BrokenJson& broken) {
    refuse("its JSON is broken", std::string(broken.what) + " at byte " + std::to_string(broken.offset));
  }
  if (!simdjson::validate_utf8(document)) refuse("it is not UTF-8", {});
  return record_;
}

void RecordReader::read_fields(std::string_view document, const FlatColumns& columns) {
  JsonScanner scanner(document);
  bool results_seen = false;
  const auto on_field = [&](std::uint32_t meaning) {
    if (meaning >= flat_from) return record_.flat.push({meaning - flat_from, scanner.value()});
    if (meaning == ignored) return scanner.skip_value();
    if (meaning == results_field) {
      if (std::exchange(results_seen, true)) scanner.broken("the field results twice");
      return read_results(scanner);
    }
    RawValue& own = record_.own[meaning];
    if (own.token != Token::absent) scanner.broken("a field twice");
    own = scanner.value();
  };
  // What is broken here is declined, for on_field to say so.
  const auto on_number = [this, columns](std::uint32_t meaning, const char* at, std::uint32_t bytes) {
    if (meaning >= flat_from) {
      const std::uint32_t field = meaning - flat_from;
      const std::uint32_t column = field < columns.of_field.size() ? columns.of_field[field] : FlatColumns::none;
      // Once a value had to wait in the record, all do: those of one cell stay in their order.
      if (column != FlatColumns::none && !columns.cells.is_set(column) && record_.flat.empty()) {
        columns.cells.put(column, {at, bytes, CellKind::number});
      } else {
        record_.flat.push({field, {at, bytes, Token::number}});
      }
      return true;
    }
    const RawValue value{at, bytes, Token::number};
    if (meaning == ignored) return true;
    RawValue& own = record_.own[meaning];
    if (meaning == results_field || own.token != Token::absent) return false;
    own = value;
    return true;
  };
  scanner.object(record_keys_, on_field, on_number);
  scanner.end();
}

void RecordReader::read_results(JsonScanner& scanner) {
  switch (scanner.peek()) {
    case '{': return read_result(scanner);
    case '[': return scanner.list([&] { read_results(scanner); });
    default:
      if (scanner.value().token != Token::null) scanner.broken("a result that is not an object");
  }
}

void RecordReader::read_result(JsonScanner& scanner) {
  Result& result = record_.results.emplace_back();
  scanner.object(result_keys_, [&](std::uint32_t meaning) {
    if (meaning == ignored) return scanner.skip_value();
    RawValue& field = result.fields[meaning];
    if (field.token != Token::absent) scanner.broken("a field of a result twice");
    field = scanner.value();
  });
}

void RecordReader::refuse(std::string_view what, std::string detail) const {
  const RawValue& id = record_.own[own_field("sampleId")];
  std::string name = "number " + std::to_string(records_);
  // Cut short: what is broken may be long. A cut through a character would not be UTF-8.
  if (id.token == Token::text && id.bytes <= 200 && simdjson::validate_utf8(id.raw())) {
    name = std::string(id.raw());
  } else if (id.token == Token::escaped && id.bytes <= 200 && simdjson::validate_utf8(id.raw())) {
    name = unescaped(id.raw());
  }
  throw Failure(FailureKind::ours, "corrupt_record",
                "the record " + name + " cannot be exported: " + std::string(what) + ": import it again",
                std::move(detail));
}

}  // namespace exportd::table
