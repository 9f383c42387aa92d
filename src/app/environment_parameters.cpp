#include "app/environment_parameters.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "app/environment_fields.hpp"
#include "app/environment_reader.hpp"
#include "core/nearest_name.hpp"
#include "core/parameter_kind.hpp"
#include "query/file_option_names.hpp"

namespace exportd::app {

namespace {

// How many fields a kind has, and whether it may stand only once in an environment.
struct KindRule {
  ParameterKind kind;
  std::size_t fields_min;
  std::size_t fields_max;
  bool once;

  [[nodiscard]] constexpr std::string_view word() const { return kind_name(kind); }
};

constexpr std::size_t many = 100;
constexpr std::array<KindRule, 17> kind_rules = {{
    {ParameterKind::text, 1, many, false},
    {ParameterKind::substring, 1, many, false},
    {ParameterKind::author, 1, many, false},
    {ParameterKind::year, 1, many, false},
    {ParameterKind::year_min, 1, many, true},
    {ParameterKind::year_max, 1, many, true},
    {ParameterKind::year_exact, 1, many, false},
    {ParameterKind::pair, 2, 2, false},
    {ParameterKind::hierarchy, 2, many, false},
    {ParameterKind::feature, 3, 3, false},
    {ParameterKind::variables, 0, 0, false},
    {ParameterKind::chemistry, 0, 0, false},
    {ParameterKind::bounding_box, 0, 0, true},
    {ParameterKind::polygons, 0, 0, false},
    {ParameterKind::age_min, 0, 0, true},
    {ParameterKind::age_max, 0, 0, true},
    {ParameterKind::age_exact, 0, 0, true},
}};

// What the HTTP API says beside a search with the same means.
constexpr std::array<std::string_view, 6> control_names = {"refresh", "email", "limit", "prefix", "x", "y"};

const KindRule& rule_of(ParameterKind kind) {
  return *std::find_if(kind_rules.begin(), kind_rules.end(), [&](const KindRule& rule) { return rule.kind == kind; });
}

const KindRule& rule_of(const std::string& word, const EnvironmentReader& reader, const toml::node& at) {
  std::vector<std::string> words;
  for (const KindRule& rule : kind_rules) {
    if (rule.word() == word) return rule;
    words.emplace_back(rule.word());
  }
  reader.fail(at, "unknown kind \"" + word + "\": did you mean \"" + nearest_name(word, words) + "\"?");
}

void check_fields(const ParameterSpec& spec, const KindRule& rule, const EnvironmentReader& reader,
                  const toml::node& at) {
  if (spec.fields.size() < rule.fields_min || spec.fields.size() > rule.fields_max) {
    const std::string wanted = rule.fields_max == rule.fields_min ? std::to_string(rule.fields_min)
                                                                  : "at least " + std::to_string(rule.fields_min);
    reader.fail(at, "a parameter of kind " + std::string(rule.word()) + " has " + wanted + " fields, not " +
                        std::to_string(spec.fields.size()));
  }
  for (const std::string& field : spec.fields) {
    if (spec.kind == ParameterKind::feature && &field == spec.fields.data()) {
      if (field != "geoFeatures") reader.fail(at, "the first field of a feature must be \"geoFeatures\"");
    } else if (!is_value_path(field)) {
      reader.fail(at, "unknown field \"" + field + "\": did you mean \"" + nearest_name(field, value_paths()) + "\"?");
    } else if (spec.kind == ParameterKind::feature && !field.starts_with("geoFeatures.")) {
      reader.fail(at, "a feature's type and name must be fields of geoFeatures, and \"" + field + "\" is not");
    }
  }
  const bool of_years = rule.word().starts_with("year");
  const auto outside = std::find_if(spec.fields.begin(), spec.fields.end(),
                                    [](const std::string& field) { return !field.starts_with("citations."); });
  if (of_years && outside != spec.fields.end()) {
    reader.fail(at, "the field of a year must be one of the citations', and \"" + *outside + "\" is not");
  }
}

ParameterSpec read_parameter(const std::string& name, const toml::table& table, std::string_view source_name) {
  EnvironmentReader reader(table, source_name);
  ParameterSpec spec{.name = name, .kind = {}, .fields = {}, .aliases = {}, .example = {}, .words = {}};
  std::string kind;
  reader.read("kind", kind);
  reader.read("fields", spec.fields);
  reader.read("aliases", spec.aliases);
  reader.read("example", spec.example);
  reader.read("words", spec.words);
  reader.refuse_other_keys();
  if (kind.empty()) reader.fail(table, "[parameters." + name + "] has no kind");
  const KindRule& rule = rule_of(kind, reader, *table.get("kind"));
  spec.kind = rule.kind;
  check_fields(spec, rule, reader, table.contains("fields") ? *table.get("fields") : table);
  if (!spec.words.empty() && spec.words.find("{}") == std::string::npos) {
    reader.fail(*table.get("words"), "words must say with {} where the values stand");
  }
  return spec;
}

bool plain_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.';
  });
}

}  // namespace

std::vector<ParameterSpec> read_parameters(const toml::table& table, std::string_view source_name) {
  // A TOML table does not keep the order of its keys, but each knows where it stood.
  std::vector<std::pair<toml::source_position, ParameterSpec>> placed;
  for (const auto& [key, node] : table) {
    const std::string name(key.str());
    const toml::table* parameter = node.as_table();
    if (parameter == nullptr) {
      bad_environment(source_name, key.source(),
                      "parameter \"" + name + "\" must be a table [parameters." + name + "]");
    }
    placed.emplace_back(key.source().begin, read_parameter(name, *parameter, source_name));
  }
  std::stable_sort(placed.begin(), placed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<ParameterSpec> parameters;
  for (auto& [position, spec] : placed) parameters.push_back(std::move(spec));
  return parameters;
}

void check_parameters(const Environment& environment, std::string_view source_name, const toml::source_region& place) {
  const auto fail = [&](const std::string& why) { bad_environment(source_name, place, why); };
  std::set<std::string_view> taken(query::file_option_names.begin(), query::file_option_names.end());
  taken.insert(query::old_option_names.begin(), query::old_option_names.end());
  taken.insert(control_names.begin(), control_names.end());
  if (environment.box_edges) taken.insert(query::box_edge_names.begin(), query::box_edge_names.end());
  const auto take = [&](const std::string& name) {
    if (!plain_name(name)) fail("the parameter's name \"" + name + "\" must be of A-Z a-z 0-9 _ - .");
    if (!taken.insert(name).second) fail("the parameter's name \"" + name + "\" is taken: give another");
  };
  std::set<ParameterKind> kinds;
  for (const ParameterSpec& spec : environment.parameters) {
    take(spec.name);
    for (const std::string& alias : spec.aliases) take(alias);
    const KindRule& rule = rule_of(spec.kind);
    if (!kinds.insert(spec.kind).second && rule.once) {
      fail("only one parameter may be of kind " + std::string(rule.word()) + ", and \"" + spec.name + "\" is a second");
    }
  }
  for (const std::string& name : environment.ignored) take(name);
  if (environment.box_edges && !kinds.contains(ParameterKind::bounding_box)) {
    fail("box_edges = true needs a parameter of kind bounding_box");
  }
}

}  // namespace exportd::app
