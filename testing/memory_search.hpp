// MemorySearch: a small real Search over records held in memory, for tests. It reads every record at every question,
// so it shares no code with the stores' indexes, and it is stricter than they are: pages hold a few documents only,
// each in its own memory, and criteria that query/ would never make are a std::logic_error.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/ports.hpp"
#include "search/json_tree.hpp"

namespace exportd::testing {

class MemorySearch final : public Search {
 public:
  explicit MemorySearch(std::size_t documents_per_page = 3) : documents_per_page_(documents_per_page) {}

  // Adds NDJSON lines (without their LF); one whose id is there already replaces it in its place. A line that an import
  // would refuse is a std::logic_error.
  void load(const Environment&, const std::vector<std::string>& lines);

  std::optional<std::uint64_t> count(const Environment&, const Criteria&, MonotonicTime deadline) override;
  std::optional<Page> preview(const Environment&, const Criteria&, std::size_t n, MonotonicTime deadline) override;
  std::vector<Analyte> analytes(const Environment&) override;
  std::optional<std::vector<Analyte>> analytes_of(const Environment&, const Criteria&, MonotonicTime deadline) override;
  std::optional<std::vector<Suggestion>> suggest(const Environment&, const ParameterSpec&, std::string_view prefix,
                                                 std::size_t n, MonotonicTime deadline) override;
  std::string data_version(const Environment&) override;
  OpenedSearch open(const Environment&, const Criteria&, const std::stop_token& stop) override;
  void release(std::string_view context) override;

 private:
  struct Record {
    std::string id;
    std::string text;
    search::JsonTree tree;
  };
  struct Held {
    std::vector<std::shared_ptr<const Record>> records;  // in the order of their first import
    std::uint64_t generation = 0;
  };

  [[nodiscard]] std::vector<std::shared_ptr<const Record>> selected(const Environment&, const Criteria&) const;
  [[nodiscard]] const Held& held(const Environment&) const;

  std::size_t documents_per_page_;
  std::map<std::string, Held, std::less<>> environments_;
};

}  // namespace exportd::testing
