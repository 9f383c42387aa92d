// The indices that one test has in a real cluster, EXPORTD_OPENSEARCH=http://host:9200. They go with it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/environment.hpp"
#include "net/http_transport.hpp"

namespace exportd::contract {

class IndicesOfATest {
 public:
  IndicesOfATest();
  ~IndicesOfATest();
  IndicesOfATest(const IndicesOfATest&) = delete;
  IndicesOfATest& operator=(const IndicesOfATest&) = delete;

  // The cluster's base address.
  [[nodiscard]] const std::string& node() const { return node_; }
  // The environment with an index of this test's own, which is made if it is not there.
  [[nodiscard]] Environment housed(const Environment& environment);
  // Indexes what is new, as an import does, and waits until a search finds it.
  void load(const Environment& environment, const std::vector<std::string>& lines);

 private:
  std::string ask(const std::string& method, const std::string& path, const std::string& body);

  std::string node_;
  std::string prefix_;
  net::HttpTransport transport_;
  std::map<std::string, std::map<std::string, std::string>> held_;  // the lines by their ids, of each index
};

}  // namespace exportd::contract
