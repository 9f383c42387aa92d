#include "search/opensearch_mapping.hpp"

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <optional>
#include <utility>

#include "core/failure.hpp"
#include "core/record_fields.hpp"

namespace exportd::search {
namespace {

namespace json = boost::json;

// A year is a whole number of at most nine digits, so each of these holds it; what else is compared is compared as a
// double, and any other type would have rounded it.
constexpr std::string_view number_type = "double";
constexpr std::array<std::string_view, 4> year_types = {"double", "long", "integer", "unsigned_long"};

[[noreturn]] void refuse(const std::string& what, const std::string& needed) {
  throw Failure(FailureKind::ours, "search_mapping",
                "search index: " + what + ": " + needed + " in the index's mapping and index the records again");
}

std::string_view text(const json::object& of, std::string_view key) {
  const json::value* value = of.if_contains(key);
  return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

const json::object* object(const json::object& of, std::string_view key) {
  const json::value* value = of.if_contains(key);
  return value == nullptr ? nullptr : value->if_object();
}

bool is_normalized(const json::object& field) {
  return text(field, "type") == "keyword" && !text(field, "normalizer").empty();
}

bool is_verbatim(const json::object& field) {
  return text(field, "type") == "keyword" && text(field, "normalizer").empty();
}

// The sub-field of one of these names that is as wanted.
template <class Wanted>
std::string sub_field(const std::string& path, const json::object& field, std::initializer_list<const char*> names,
                      const Wanted& wanted) {
  const json::object* subs = object(field, "fields");
  if (subs == nullptr) return {};
  for (const char* name : names) {
    if (const json::object* sub = object(*subs, name); sub != nullptr && wanted(*sub)) return path + '.' + name;
  }
  return {};
}

// What one index says.
struct IndexFields {
  std::map<std::string, MappedField, std::less<>> fields;
  std::set<std::string, std::less<>> nested;
};

// Whether values of it can be searched and counted.
bool is_indexed(const json::object& field) {
  for (const std::string_view part : {"index", "doc_values"}) {
    const json::value* value = field.if_contains(part);
    if (value != nullptr && value->is_bool() && !value->get_bool()) return false;
  }
  return true;
}

MappedField mapped(const std::string& path, const json::object& field, const std::string& nested) {
  MappedField result{std::string(text(field, "type")), nested, {}, {}};
  if (!is_indexed(field)) {
    result.type += " (not indexed)";
    return result;
  }
  result.lower_case = is_normalized(field) ? path : sub_field(path, field, {"lc", "lower", "lowercase"}, is_normalized);
  result.exact = is_verbatim(field) ? path : sub_field(path, field, {"raw", "exact", "keyword"}, is_verbatim);
  if (result.exact.empty() && is_normalized(field)) result.exact = path;
  return result;
}

void read_properties(const json::object& properties, const std::string& prefix, const std::string& nested,
                     IndexFields& to) {
  for (const auto& [key, value] : properties) {
    const json::object* field = value.if_object();
    if (field == nullptr) continue;
    const std::string path = prefix + std::string(key);
    const json::object* inner = object(*field, "properties");
    const bool is_list = text(*field, "type") == "nested";
    if (is_list) to.nested.insert(path);
    if (inner != nullptr) read_properties(*inner, path + '.', is_list ? path : nested, to);
    const bool is_leaf = inner == nullptr && !is_list && text(*field, "type") != "object";
    if (is_leaf) to.fields.emplace(path, mapped(path, *field, nested));
  }
}

bool is_own(std::string_view path) {
  return std::find(own_fields.begin(), own_fields.end(), path.substr(0, path.find('.'))) != own_fields.end();
}

IndexFields read_index(const json::value& index) {
  IndexFields result;
  const json::object* whole = index.if_object();
  const json::object* mappings = whole == nullptr ? nullptr : object(*whole, "mappings");
  if (mappings == nullptr) refuse("its answer is no mapping", "see that the index exists, has fields");
  if (const json::object* properties = object(*mappings, "properties")) read_properties(*properties, "", "", result);
  return result;
}

}  // namespace

OpenSearchMapping::OpenSearchMapping(std::string_view answer) {
  boost::system::error_code error;
  const json::value parsed = json::parse({answer.data(), answer.size()}, error);
  const json::object* indices = error ? nullptr : parsed.if_object();
  if (indices == nullptr || indices->empty())
    refuse("its answer is no mapping", "see that the index exists, has fields");
  std::map<std::string, std::size_t, std::less<>> mapped_by;
  std::map<std::string, std::size_t, std::less<>> nested_by;
  for (const auto& [name, index] : *indices) {
    IndexFields one = read_index(index);
    for (const std::string& path : one.nested) ++nested_by[path];
    for (auto& [path, field] : one.fields) {
      ++mapped_by[path];
      const auto [known, is_new] = fields_.try_emplace(path, field);
      if (!is_new && known->second != field) known->second = {"mixed", field.nested, {}, {}};
    }
  }
  // An own field that one index leaves out could stand in its records unseen. An analyte cannot: it is mapped as soon
  // as a record has it.
  std::erase_if(fields_, [&](const auto& entry) {
    return is_own(entry.first) && mapped_by.find(entry.first)->second < indices->size();
  });
  for (const auto& [path, count] : nested_by) {
    if (count == indices->size()) nested_.insert(path);
  }
}

const MappedField* OpenSearchMapping::field(std::string_view path) const {
  const auto found = fields_.find(path);
  return found == fields_.end() ? nullptr : &found->second;
}

std::string OpenSearchMapping::nested_path(std::string_view path) const {
  while (!nested_.contains(path)) {
    const std::size_t dot = path.rfind('.');
    if (dot == std::string_view::npos) return {};
    path = path.substr(0, dot);
  }
  return std::string(path);
}

std::vector<std::string> OpenSearchMapping::analyte_fields() const {
  std::vector<std::string> found;
  for (const auto& [path, field] : fields_) {
    if (!is_own(path)) found.push_back(path);
  }
  return found;
}

const std::string& OpenSearchMapping::lower_case_path(std::string_view path) const {
  const MappedField* found = field(path);
  const std::string name(path);
  if (found == nullptr) refuse(name + " cannot be searched: it is not mapped", "map it as keyword with a normalizer");
  if (found->lower_case.empty()) {
    refuse(name + " cannot be searched ignoring case: it is mapped as " + found->type + " without a normalizer",
           "map it, or a sub-field " + name + ".lc, as keyword with a normalizer that lower-cases");
  }
  return found->lower_case;
}

const std::string& OpenSearchMapping::exact_path(std::string_view path) const {
  const MappedField* found = field(path);
  const std::string name(path);
  if (found == nullptr) refuse(name + " cannot be searched: it is not mapped", "map it as keyword");
  if (found->exact.empty() || found->exact == found->lower_case) {
    refuse(name + " cannot be searched as written: it is mapped as " + found->type,
           "map it, or a sub-field " + name + ".raw, as keyword without a normalizer");
  }
  return found->exact;
}

std::string OpenSearchMapping::number_path(std::string_view path) const {
  return path_of_type(path, {&number_type, 1}, "map it as double");
}

std::string OpenSearchMapping::year_path(std::string_view path) const {
  return path_of_type(path, year_types, "map it as integer");
}

std::string OpenSearchMapping::path_of_type(std::string_view path, std::span<const std::string_view> types,
                                            const char* needed) const {
  const MappedField* found = field(path);
  const std::string name(path);
  if (found == nullptr) refuse(name + " cannot be searched: it is not mapped", needed);
  if (std::find(types.begin(), types.end(), found->type) == types.end())
    refuse(name + " cannot be searched by numbers: it is mapped as " + found->type, needed);
  return name;
}

std::string OpenSearchMapping::known_path(std::string_view path) const {
  const MappedField* found = field(path);
  const std::string name(path);
  if (found == nullptr || found->type.ends_with(" (not indexed)")) {
    refuse(name + " cannot be searched: it is not mapped or not indexed", "map it as keyword");
  }
  return name;
}

std::string OpenSearchMapping::list_path(std::string_view path) const {
  const std::string name(path);
  if (!nested_.contains(path)) {
    refuse(name + " cannot be searched one by one: it is not nested", "map it with the type nested");
  }
  return name;
}

}  // namespace exportd::search
