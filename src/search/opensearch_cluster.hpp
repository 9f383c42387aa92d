// OpenSearchCluster: which nodes hold the records and how they are spoken to: what [search] says, checked.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace exportd::net {
class RequestSigner;
}

namespace exportd::search {

enum class Paging {
  scroll,         // one pass in the order asked for; a lost page ends the attempt
  point_in_time,  // sorted by a unique field; a page that was lost is asked for again
};

enum class Split {
  automatic,  // two scrolls of a large selection, where it is proven that they are one snapshot (opensearch_split.hpp)
  always,     // of a smaller one too
  off,
};

struct OpenSearchCluster {
  std::vector<std::string> nodes;  // "https://host:9200/prefix", no slash at the end; at least one
  std::string authorization;       // the field's value; empty: not signed in that way
  std::string ca_file;             // empty: the system's
  std::chrono::seconds timeout{60};
  std::size_t page_rows = 0;   // 0: adapts
  std::size_t page_bytes = 0;  // 0: adapts
  Paging paging = Paging::scroll;
  Split split = Split::automatic;
  bool compressed = false;                          // asks for gzip
  std::shared_ptr<net::RequestSigner> signer = {};  // of every request, instead of `authorization`; nullptr: none
};

// "https://a:9200, https://b:9200". Failure(reject, "bad_config").
[[nodiscard]] std::vector<std::string> parse_node_urls(std::string_view urls);
// One line: "Basic user:password", "ApiKey …" (as the cluster gave it) or "Bearer …".
// Failure(reject, "bad_config"); it never repeats what it was given.
[[nodiscard]] std::string parse_authorization(std::string_view line);

}  // namespace exportd::search
