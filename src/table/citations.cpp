#include "table/citations.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace exportd::table {
namespace {

constexpr std::array<std::string_view, 10> citation_fields = {
    "citationId",     "citationCode",           "authors",
    "citationTitle",  "citationContainerTitle", "citationPublicationYear",
    "citationVolume", "citationIssue",          "citationPages",
    "citationDOI",
};
enum Field : std::size_t { id_field, code_field, authors_field, title, container, year, volume, issue, pages, doi };
constexpr std::uint32_t ignored = 0xFFFFFFFF;

// A citation keeps its place among the others also where it has nothing to say.
Cell part_or_blank(const Cell& cell) {
  return cell.holds_something() && cell.bytes != 0 ? cell : Cell{.kind = CellKind::blank};
}

std::uint32_t citation_meaning(const std::string& name) {
  const auto* const found = std::ranges::find(citation_fields, name);
  return found == citation_fields.end() ? ignored : static_cast<std::uint32_t>(found - citation_fields.begin());
}

}  // namespace

Citations::Citations() : keys_(citation_meaning) {}

void Citations::read(const RawValue& field) {
  const std::string_view before(bytes_.data(), bytes_.empty() ? 0 : bytes_.size() - Cell::slack_bytes);
  changed_ = field.token != token_ || field.raw() != before;
  if (!changed_) return;

  // Should the field prove broken, nothing of it is remembered.
  token_ = Token::absent;
  bytes_.assign(field.at, field.at + field.bytes);
  bytes_.insert(bytes_.end(), Cell::slack_bytes, '\0');
  take_apart({bytes_.data(), field.bytes, field.token});
  token_ = field.token;
}

void Citations::take_apart(const RawValue& field) {
  citations_.clear();
  maker_.reset();
  bool null = false;
  each_element(field, [&](const RawValue& element) {
    JsonScanner scanner(element.raw());
    if (element.token == Token::object) {
      read_citation(scanner);
    } else if (!element.missing()) {
      scanner.broken("a citation that is not an object");
    }
    null = null || element.token == Token::null;
  });
  make_cells(null);
}

void Citations::read_citation(JsonScanner& scanner) {
  Citation& citation = citations_.emplace_back();
  scanner.object(keys_, [&](std::uint32_t meaning) {
    if (meaning == ignored) return scanner.skip_value();
    RawValue& field = citation.fields[meaning];
    if (field.token != Token::absent) scanner.broken("a field of a citation twice");
    field = scanner.value();
  });
  citation.name = maker_.of(citation.fields[code_field]);
  citation.has_code = citation.name.holds_something();
  if (!citation.has_code) citation.name = maker_.of(citation.fields[id_field]);
}

template <class PartOf>
Cell Citations::joined(PartOf&& part_of) {
  parts_.clear();
  for (const Citation& citation : citations_) part_of(citation);
  return maker_.join(parts_.data(), parts_.size());
}

void Citations::make_cells(bool null) {
  codes_ = joined([this](const Citation& c) { parts_.push_back(part_or_blank(c.name)); });
  if (citations_.empty() && null) codes_ = {.kind = CellKind::null};
  authors_ = joined([this](const Citation& c) {
    each_element(c.fields[authors_field], [this](const RawValue& author) { parts_.push_back(maker_.of(author)); });
  });
  years_ = joined([this](const Citation& c) { parts_.push_back(maker_.blank_or(c.fields[year])); });
  dois_ = joined([this](const Citation& c) { parts_.push_back(maker_.blank_or(c.fields[doi])); });
}

bool Citations::has_id(const Citation& citation, std::string_view id, CellMaker& maker) {
  bool has = false;
  each_element(citation.fields[id_field], [&](const RawValue& element) {
    const Cell own = maker.of(element);
    has = has || (own.holds_something() && own.view() == id);
  });
  return has;
}

Cell Citations::named_by(const RawValue& id, CellMaker& maker) const {
  if (id.missing()) return maker.of(id);
  std::vector<Cell> names;  // nearly always one
  each_element(id, [&](const RawValue& element) {
    const Cell own = maker.of(element);
    const auto cited = std::ranges::find_if(citations_, [&](const Citation& citation) {
      return own.holds_something() && citation.has_code && has_id(citation, own.view(), maker);
    });
    names.push_back(cited == citations_.end() ? own : cited->name);
  });
  return maker.join(names.data(), names.size());
}

std::vector<Reference> Citations::references() const {
  CellMaker maker;
  std::vector<Reference> references;
  for (const Citation& citation : citations_) {
    const auto text = [&](Field field) { return std::string(maker.blank_or(citation.fields[field]).view()); };
    references.push_back({.id = text(id_field),
                          .code = text(code_field),
                          .authors = text(authors_field),
                          .title = text(title),
                          .container = text(container),
                          .year = text(year),
                          .volume = text(volume),
                          .issue = text(issue),
                          .pages = text(pages),
                          .doi = text(doi)});
  }
  return references;
}

}  // namespace exportd::table
