#include "app/environment_file.hpp"

#include <algorithm>
#include <string>

#include "app/environment_fields.hpp"
#include "app/environment_parameters.hpp"
#include "app/environment_reader.hpp"
#include "core/failure.hpp"

namespace exportd::app {

namespace {

constexpr std::size_t name_characters_max = 32;

void take_parameters(Environment& into, const Environment& from) {
  into.parameters = from.parameters;
  into.box_edges = from.box_edges;
  into.ignored = from.ignored;
}

void read_parameter_set(Environment& base, EnvironmentReader& reader, std::span<const Environment> shipped) {
  const toml::node* node = reader.node("parameters");
  if (node == nullptr) return;
  if (const toml::table* table = node->as_table()) {
    base.parameters = read_parameters(*table, reader.source_name());
    return;
  }
  if (!node->is_string())
    reader.fail(*node, "parameters must be tables [parameters.NAME] or the name of a shipped set");
  const std::string& name = node->as_string()->get();
  std::string known;
  for (const Environment& environment : shipped) {
    if (environment.name == name) return take_parameters(base, environment);
    known += (known.empty() ? "\"" : ", \"") + environment.name + "\"";
  }
  reader.fail(*node, "no environment \"" + name + "\" is shipped" + (known.empty() ? "" : ": give one of " + known));
}

FlatAnalyte read_analyte(const toml::node& node, const EnvironmentReader& parent) {
  const toml::table* table = node.as_table();
  if (table == nullptr) parent.fail(node, "columns.analyte must be tables [[columns.analyte]]");
  EnvironmentReader reader(*table, parent.source_name());
  FlatAnalyte analyte;
  reader.read("field", analyte.field);
  reader.read("variable", analyte.variable);
  reader.read("unit", analyte.unit);
  reader.read("group", analyte.group);
  reader.refuse_other_keys();
  if (analyte.field.empty()) reader.fail(*table, "[[columns.analyte]] has no field");
  if (!table->contains("variable")) analyte.variable = analyte.field;
  return analyte;
}

void read_columns(Environment& base, EnvironmentReader& reader) {
  const toml::node* node = reader.node("columns");
  if (node == nullptr) return;
  const toml::table* table = node->as_table();
  if (table == nullptr) reader.fail(*node, "columns must be a table [columns]");
  EnvironmentReader columns(*table, reader.source_name());
  columns.read("elements", base.elements);
  if (const toml::node* analytes = columns.node("analyte")) {
    const toml::array* list = analytes->as_array();
    if (list == nullptr) columns.fail(*analytes, "columns.analyte must be tables [[columns.analyte]]");
    base.flat_analytes.clear();
    for (const toml::node& item : *list) {
      FlatAnalyte analyte = read_analyte(item, columns);
      const bool twice = std::any_of(base.flat_analytes.begin(), base.flat_analytes.end(),
                                     [&](const FlatAnalyte& other) { return other.field == analyte.field; });
      if (twice) columns.fail(item, "the field \"" + analyte.field + "\" is configured twice");
      base.flat_analytes.push_back(std::move(analyte));
    }
  }
  columns.refuse_other_keys();
}

void read_records(Environment& base, EnvironmentReader& reader) {
  std::string shape;
  reader.read("records", shape);
  if (shape.empty()) return;
  if (shape != "nested" && shape != "flat") {
    reader.fail(*reader.node("records"), "records must be \"nested\" or \"flat\", not \"" + shape + "\"");
  }
  base.shape = shape == "flat" ? RecordShape::flat : RecordShape::nested;
}

// `order` and `id_field` name a field of the record; a flat record may have any.
void check_field(const Environment& base, EnvironmentReader& reader, const toml::table& table, const char* key,
                 const std::string& field) {
  if (!table.contains(key) || (std::string_view(key) == "order" && field == "index")) return;
  const bool known = base.shape == RecordShape::flat ? !field.empty() : is_own_value(field);
  if (!known) reader.fail(*table.get(key), std::string(key) + " \"" + field + "\" is no field of the record");
}

}  // namespace

bool valid_environment_name(std::string_view name) {
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  return !name.empty() && name.size() <= name_characters_max && letter(name[0]) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '-'; });
}

Environment new_environment(std::string_view name, const Environment& petdb) {
  Environment environment;
  environment.name = name;
  environment.title = name;
  environment.index = name;
  environment.elements = petdb.elements;
  take_parameters(environment, petdb);
  return environment;
}

void apply_environment_table(Environment& base, const toml::table& table, std::span<const Environment> shipped,
                             std::string_view source_name) {
  EnvironmentReader reader(table, source_name);
  reader.read("title", base.title);
  reader.read("index", base.index);
  reader.read("email_required", base.email_required);
  reader.read("order", base.order);
  reader.read("id_field", base.id_field);
  read_records(base, reader);
  reader.read("licence", base.licence);
  reader.read("licence_url", base.licence_url);
  reader.read("cite", base.cite);
  reader.read("search_url", base.search_url);
  read_parameter_set(base, reader, shipped);
  reader.read("box_edges", base.box_edges);
  reader.read("ignored", base.ignored);
  read_columns(base, reader);
  reader.refuse_other_keys();
  check_field(base, reader, table, "order", base.order);
  check_field(base, reader, table, "id_field", base.id_field);
  if (base.index.empty()) bad_environment(source_name, table.source(), "index must not be empty");
  check_parameters(base, source_name, table.source());
}

Environment parse_environment(std::string_view toml_text, std::string_view name, std::string_view source_name) {
  toml::table table;
  try {
    table = toml::parse(toml_text, source_name);
  } catch (const toml::parse_error& error) {
    bad_environment(source_name, error.source(), std::string(error.description()));
  }
  if (!valid_environment_name(name)) {
    bad_environment(source_name, table.source(),
                    "the environment's name \"" + std::string(name) + "\" must be a-z, then at most 31 of a-z 0-9 -");
  }
  Environment environment;
  environment.name = name;
  environment.title = name;
  environment.index = name;
  apply_environment_table(environment, table, {}, source_name);
  return environment;
}

}  // namespace exportd::app
