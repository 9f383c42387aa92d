// The contract of Search on OpenSearch: a real cluster, and the mappings of data/opensearch/.
#include <memory>
#include <utility>

#include "search/opensearch_search.hpp"
#include "testing/forwarding_search.hpp"
#include "tests/contract/search_contract.hpp"
#include "tests/opensearch/indices_of_a_test.hpp"

namespace exportd::contract {
namespace {

// Asks in the test's own indices; the suite's environments name none.
class InOwnIndices final : public testing::ForwardingSearch {
 public:
  InOwnIndices(std::shared_ptr<IndicesOfATest> indices, std::unique_ptr<Search> cluster)
      : ForwardingSearch(*cluster), indices_(std::move(indices)), cluster_(std::move(cluster)) {}

  std::optional<std::uint64_t> count(const Environment& environment, const Criteria& criteria,
                                     MonotonicTime deadline) override {
    return cluster_->count(indices_->housed(environment), criteria, deadline);
  }
  std::optional<Page> preview(const Environment& environment, const Criteria& criteria, std::size_t n,
                              MonotonicTime deadline) override {
    return cluster_->preview(indices_->housed(environment), criteria, n, deadline);
  }
  std::vector<Analyte> analytes(const Environment& environment) override {
    return cluster_->analytes(indices_->housed(environment));
  }
  std::optional<std::vector<Analyte>> analytes_of(const Environment& environment, const Criteria& criteria,
                                                  MonotonicTime deadline) override {
    return cluster_->analytes_of(indices_->housed(environment), criteria, deadline);
  }
  std::optional<std::vector<Suggestion>> suggest(const Environment& environment, const ParameterSpec& spec,
                                                 std::string_view prefix, std::size_t n,
                                                 MonotonicTime deadline) override {
    return cluster_->suggest(indices_->housed(environment), spec, prefix, n, deadline);
  }
  std::string data_version(const Environment& environment) override {
    return cluster_->data_version(indices_->housed(environment));
  }
  OpenedSearch open(const Environment& environment, const Criteria& criteria, const std::stop_token& stop) override {
    return cluster_->open(indices_->housed(environment), criteria, stop);
  }

 private:
  std::shared_ptr<IndicesOfATest> indices_;
  std::unique_ptr<Search> cluster_;
};

LoadedSearch make(search::Paging paging) {
  auto indices = std::make_shared<IndicesOfATest>();
  search::OpenSearchCluster cluster;
  cluster.nodes = {indices->node()};
  cluster.paging = paging;
  return {std::make_unique<InOwnIndices>(indices, std::make_unique<search::OpenSearchSearch>(std::move(cluster))),
          [indices](const Environment& environment, const std::vector<std::string>& lines) {
            indices->load(environment, lines);
          }};
}

// A replaced record is a new one to the index. What is null in a record is not indexed. A field of keywords
// indexes no object, and takes each element of a list as a value. A point in time can be paged only in an order without
// ties.
SearchAbilities able(search::Paging paging) {
  return {.knows_import_order = paging == search::Paging::scroll,
          .keeps_places = false,
          .finds_null_results = false,
          .takes_odd_types = false};
}

SearchAdapter adapter(std::string name, search::Paging paging) {
  return {std::move(name), [paging] { return make(paging); }, able(paging)};
}

INSTANTIATE_TEST_SUITE_P(OpenSearch, SearchContract,
                         ::testing::Values(adapter("scroll", search::Paging::scroll),
                                           adapter("point_in_time", search::Paging::point_in_time)),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace exportd::contract
