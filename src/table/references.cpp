#include "table/references.hpp"

#include <utility>

namespace exportd::table {
namespace {

std::string key_of(const Reference& r) {
  if (!r.id.empty()) return "id " + r.id;
  std::string key = "all";
  for (const std::string* field :
       {&r.code, &r.authors, &r.title, &r.container, &r.year, &r.volume, &r.issue, &r.pages, &r.doi}) {
    key.append(" ").append(std::to_string(field->size())).append(":").append(*field);
  }
  return key;
}

}  // namespace

void References::note(const Citations& citations) {
  if (capped_ || !citations.changed()) return;
  for (Reference& reference : citations.references()) {
    std::string key = key_of(reference);
    if (known_.contains(key)) continue;
    const std::size_t bytes = 2 * key.size() + reference.authors.size() + reference.title.size();
    if (references_.size() == TableSummary::references_max || bytes_ + bytes > bytes_max) {
      capped_ = true;
      return;
    }
    bytes_ += bytes;
    known_.insert(std::move(key));
    references_.push_back(std::move(reference));
  }
}

void References::move_to(TableSummary& summary) {
  summary.references = std::move(references_);
  summary.references_capped = capped_;
}

}  // namespace exportd::table
