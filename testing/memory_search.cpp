#include "testing/memory_search.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <utility>

#include "core/failure.hpp"
#include "core/lower_case.hpp"
#include "testing/record_match.hpp"
#include "testing/record_reading.hpp"

namespace exportd::testing {
namespace {

using search::JsonKind;
using search::JsonValue;

Page page_of(const std::vector<std::string_view>& texts) {
  Page page;
  std::size_t bytes = 0;
  for (const std::string_view text : texts) bytes += text.size();
  page.bytes.reserve(bytes + limits::page_padding_bytes);
  for (const std::string_view text : texts) {
    const std::size_t from = page.bytes.size();
    page.bytes.insert(page.bytes.end(), text.begin(), text.end());
    page.documents.emplace_back(page.bytes.data() + from, text.size());
  }
  page.bytes.resize(bytes + limits::page_padding_bytes, '\0');
  return page;
}

class MemoryPages final : public PageStream {
 public:
  MemoryPages(std::vector<std::string> texts, std::size_t documents_per_page)
      : texts_(std::move(texts)), documents_per_page_(documents_per_page) {}

  std::optional<Page> next(const std::stop_token& stop) override {
    if (stop.stop_requested()) throw Failure(FailureKind::cancel, "cancelled", "search: stopped between pages");
    if (at_ == texts_.size()) return std::nullopt;
    const std::size_t end = std::min(texts_.size(), at_ + documents_per_page_);
    const std::vector<std::string_view> some(texts_.begin() + static_cast<std::ptrdiff_t>(at_),
                                             texts_.begin() + static_cast<std::ptrdiff_t>(end));
    at_ = end;
    return page_of(some);
  }

 private:
  std::vector<std::string> texts_;
  std::size_t documents_per_page_;
  std::size_t at_ = 0;
};

// The least text of the order's field; without one a record comes last.
std::pair<bool, std::string> order_key(JsonValue record, const std::string& field) {
  const std::vector<std::string> texts = texts_at(record, field);
  if (texts.empty()) return {true, ""};
  return {false, *std::min_element(texts.begin(), texts.end())};
}

void refuse_sloppy(const Criteria& criteria) {
  for (const Clause& clause : criteria.clauses) {
    const auto* text = std::get_if<TextClause>(&clause);
    if (text == nullptr) continue;
    if (text->fields.empty() || text->values.empty()) throw std::logic_error("a text clause without fields or values");
    for (const std::string& value : text->values) {
      if (value != lower_case(value)) throw std::logic_error("a value that is not lower-cased: " + value);
    }
  }
}

// What suggest() counts for one record.
std::set<std::string> values_for(const Environment& environment, const ParameterSpec& spec, JsonValue record) {
  std::set<std::string> values;
  const auto add_texts = [&](const std::string& path) {
    for (const std::string& text : texts_at(record, path)) values.insert(lower_case(text));
  };
  switch (spec.kind) {
    case ParameterKind::text:
    case ParameterKind::substring:
    case ParameterKind::author:
    case ParameterKind::hierarchy: std::for_each(spec.fields.begin(), spec.fields.end(), add_texts); break;
    case ParameterKind::pair: add_texts(spec.fields.at(0)); break;
    case ParameterKind::feature:
      add_texts(spec.fields.at(1));
      add_texts(spec.fields.at(2));
      break;
    case ParameterKind::year:
    case ParameterKind::year_min:
    case ParameterKind::year_max:
    case ParameterKind::year_exact:
      for (const JsonValue citation : values_of(record, "citations")) {
        for (const double year : numbers_of(citation, "citationPublicationYear")) {
          const auto whole = static_cast<std::int64_t>(year);
          if (year >= 0 && year <= 999'999'999 && static_cast<double>(whole) == year) {
            values.insert(std::to_string(whole));
          }
        }
      }
      break;
    case ParameterKind::variables:
    case ParameterKind::chemistry:
      for (const ResultReading& result : results_of(environment, record)) {
        values.insert(result.variables.begin(), result.variables.end());
        for (const std::string& group : result.groups) values.insert(lower_case(group));
      }
      break;
    default: break;
  }
  values.erase("");
  return values;
}

}  // namespace

void MemorySearch::load(const Environment& environment, const std::vector<std::string>& lines) {
  Held& held = environments_[environment.name];
  for (const std::string& line : lines) {
    auto record = std::make_shared<Record>();
    record->text = line;
    if (const auto fault = record->tree.read(record->text)) throw std::logic_error(fault->reason + ": " + line);
    const auto id = record->tree.root().member(environment.id_field);
    if (!id || id->kind() != JsonKind::text) throw std::logic_error("a record without an id: " + line);
    record->id = std::string(id->text());
    const auto same = std::find_if(held.records.begin(), held.records.end(),
                                   [&](const auto& other) { return other->id == record->id; });
    if (same != held.records.end() && (*same)->text == line) continue;
    ++held.generation;
    if (same == held.records.end()) {
      held.records.push_back(std::move(record));
    } else {
      *same = std::move(record);
    }
  }
}

const MemorySearch::Held& MemorySearch::held(const Environment& environment) const {
  static const Held none;
  const auto found = environments_.find(environment.name);
  return found == environments_.end() ? none : found->second;
}

std::vector<std::shared_ptr<const MemorySearch::Record>> MemorySearch::selected(const Environment& environment,
                                                                                const Criteria& criteria) const {
  refuse_sloppy(criteria);
  std::vector<std::shared_ptr<const Record>> records;
  for (const auto& record : held(environment).records) {
    if (matches(environment, record->tree.root(), criteria)) records.push_back(record);
  }
  if (environment.order == "index") return records;
  std::sort(records.begin(), records.end(), [&](const auto& a, const auto& b) {
    const auto key_a = order_key(a->tree.root(), environment.order);
    const auto key_b = order_key(b->tree.root(), environment.order);
    return key_a != key_b ? key_a < key_b : a->id < b->id;
  });
  return records;
}

std::optional<std::uint64_t> MemorySearch::count(const Environment& environment, const Criteria& criteria,
                                                 MonotonicTime deadline) {
  if (deadline == MonotonicTime::min()) return std::nullopt;
  return selected(environment, criteria).size();
}

std::optional<Page> MemorySearch::preview(const Environment& environment, const Criteria& criteria, std::size_t n,
                                          MonotonicTime deadline) {
  if (deadline == MonotonicTime::min()) return std::nullopt;
  const auto records = selected(environment, criteria);
  std::vector<std::string_view> texts;
  for (std::size_t at = 0; at < std::min(n, records.size()); ++at) texts.emplace_back(records[at]->text);
  return page_of(texts);
}

std::vector<Analyte> MemorySearch::analytes(const Environment& environment) {
  return analytes_of(environment, {}, MonotonicTime::max()).value();
}

std::optional<std::vector<Analyte>> MemorySearch::analytes_of(const Environment& environment, const Criteria& criteria,
                                                              MonotonicTime deadline) {
  if (deadline == MonotonicTime::min()) return std::nullopt;
  std::set<Analyte> all;
  for (const auto& record : selected(environment, criteria)) {
    for (const ResultReading& result : results_of(environment, record->tree.root())) {
      for (const Analyte& analyte : result.analytes()) all.insert(analyte);
    }
  }
  return std::vector<Analyte>(all.begin(), all.end());
}

std::optional<std::vector<Suggestion>> MemorySearch::suggest(const Environment& environment, const ParameterSpec& spec,
                                                             std::string_view prefix, std::size_t n,
                                                             MonotonicTime deadline) {
  if (deadline == MonotonicTime::min()) return std::nullopt;
  std::map<std::string, std::uint64_t> counts;
  for (const auto& record : held(environment).records) {
    for (const std::string& value : values_for(environment, spec, record->tree.root())) ++counts[value];
  }
  if (spec.kind == ParameterKind::variables || spec.kind == ParameterKind::chemistry) {
    // A variable may bear the name of a group: what counts is what a search for it finds.
    for (auto& [value, records] : counts) {
      records = selected(environment, {{VariablesClause{{GroupedItem{value, {}}}}}}).size();
    }
  }
  std::vector<Suggestion> found;
  const std::string lowered = lower_case(prefix);
  for (const auto& [value, records] : counts) {
    if (lower_case(value).starts_with(lowered)) found.push_back({value, records});
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.records > b.records; });
  if (found.size() > n) found.resize(n);
  return found;
}

std::string MemorySearch::data_version(const Environment& environment) {
  return "memory-" + environment.name + "-" + std::to_string(held(environment).generation);
}

OpenedSearch MemorySearch::open(const Environment& environment, const Criteria& criteria, const std::stop_token& stop) {
  if (stop.stop_requested()) throw Failure(FailureKind::cancel, "cancelled", "search: stopped before it began");
  std::vector<std::string> texts;
  for (const auto& record : selected(environment, criteria)) texts.push_back(record->text);
  OpenedSearch opened;
  opened.total = texts.size();
  opened.data_version = data_version(environment);
  opened.pages = std::make_unique<MemoryPages>(std::move(texts), documents_per_page_);
  return opened;
}

void MemorySearch::release(std::string_view) {}

}  // namespace exportd::testing
