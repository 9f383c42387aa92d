// OpenSearchSearch: the search of production, a cluster that is asked over HTTP (docs/opensearch.md). Safe to use from
// several threads.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "core/ports.hpp"
#include "search/opensearch_cluster.hpp"

namespace exportd::search {

class OpenSearchClient;
class OpenSearchMapping;

class OpenSearchSearch final : public Search {
 public:
  // Asks nothing yet. All calls below throw Failure as opensearch_fault.hpp has them, and ours `search_mapping` when
  // the index cannot be searched as the environment's configuration asks.
  explicit OpenSearchSearch(OpenSearchCluster cluster);
  ~OpenSearchSearch() override;

  std::optional<std::uint64_t> count(const Environment&, const Criteria&, MonotonicTime deadline) override;
  std::optional<Page> preview(const Environment&, const Criteria&, std::size_t n, MonotonicTime deadline) override;
  // Of flat records: the fields that are mapped.
  std::vector<Analyte> analytes(const Environment&) override;
  std::optional<std::vector<Analyte>> analytes_of(const Environment&, const Criteria&, MonotonicTime deadline) override;
  std::optional<std::vector<Suggestion>> suggest(const Environment&, const ParameterSpec&, std::string_view prefix,
                                                 std::size_t n, MonotonicTime deadline) override;
  // Of what is written and of what can be searched: it also changes when the one becomes the other.
  std::string data_version(const Environment&) override;
  OpenedSearch open(const Environment&, const Criteria&, const std::stop_token& stop) override;
  void release(std::string_view context) override;

 private:
  struct KnownMapping {
    std::shared_ptr<const OpenSearchMapping> mapping;
    MonotonicTime read;
  };
  // nullptr: not by the deadline. Not older than a few seconds.
  std::shared_ptr<const OpenSearchMapping> mapping(const Environment&, MonotonicTime deadline);

  // For what must not miss a field that is new.
  std::shared_ptr<const OpenSearchMapping> mapping_of_now(const Environment&, MonotonicTime deadline,
                                                          const std::stop_token& stop = {});

  std::shared_ptr<OpenSearchClient> client_;
  std::mutex mutex_;  // guards mappings_
  std::unordered_map<std::string, KnownMapping> mappings_;
};

}  // namespace exportd::search
