// OpenSearchClient: requests to a cluster of one or more nodes, answered whole or not at all. Safe from several
// threads.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/ports.hpp"
#include "net/http_message.hpp"
#include "search/opensearch_cluster.hpp"

namespace exportd::net {
class HttpConnections;
}

namespace exportd::search {

// In the path of every search: rather no answer than one of the shards that happen to be up.
inline const std::string whole_only = "allow_partial_search_results=false";

struct OpenSearchRequest {
  std::string method = "POST";
  std::string path;  // "/petdb/_search?size=0", encoded
  std::string body;  // JSON; empty: none
};

enum class Repeat {
  safe,   // asking again changes nothing: a fault is answered by another try, on another node
  never,  // a page of a scroll: the cursor may have moved
};

struct Patience {
  Repeat repeat = Repeat::safe;
  // Real time, whatever clock the caller lives by. Once it is over: nullopt from known_by(), Failure from ask().
  std::optional<std::chrono::steady_clock::time_point> deadline;
  std::stop_token stop;
};

class OpenSearchClient {
 public:
  explicit OpenSearchClient(OpenSearchCluster cluster);
  ~OpenSearchClient();

  // The body of an answer that says success (2xx); behind it limits::page_padding_bytes are reserved. Otherwise Failure
  // as opensearch_fault.hpp has them, and retry `search_deadline`. What heals by itself is tried again, with backoff
  // and on the next node, some tries long; Repeat::never only if nothing had reached the server.
  [[nodiscard]] std::vector<char> ask(const OpenSearchRequest&, const Patience&);

  // The same; nullopt: not by the deadline, which bounds retries too. Other failures are thrown.
  [[nodiscard]] std::optional<std::vector<char>> known_by(MonotonicTime deadline, const OpenSearchRequest&,
                                                          const std::stop_token& stop = {});

  [[nodiscard]] const OpenSearchCluster& cluster() const { return cluster_; }

 private:
  const OpenSearchCluster cluster_;
  std::atomic<std::size_t> preferred_node_{0};  // counts up, past those that failed
  std::shared_ptr<net::HttpConnections> connections_;
};

}  // namespace exportd::search
