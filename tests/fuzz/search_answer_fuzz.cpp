// Any bytes as an answer of OpenSearch: documents that lie in it, or a Failure that says to try again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "core/failure.hpp"
#include "search/opensearch_cursor.hpp"
#include "search/opensearch_pages.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace exportd;
  search::PaddedAnswer answer(std::vector<char>(data, data + size));
  try {
    const search::OpenSearchHits hits = search::read_hits(answer.text());
    const char* const from = answer.bytes.data();
    const char* const end = from + answer.size;
    for (const std::string_view document : hits.documents) {
      if (document.data() < from || document.data() + document.size() > end) std::abort();
      if (document.empty() || document.front() != '{' || document.back() != '}') std::abort();
    }
    std::size_t paged = 0;
    for (const Page& page : search::pages_of(std::move(answer), hits.documents)) paged += page.documents.size();
    if (paged != hits.documents.size()) std::abort();
  } catch (const Failure& failure) {
    if (failure.kind() != FailureKind::retry) std::abort();
  }
  return 0;
}
