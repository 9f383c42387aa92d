// Request: what somebody asked for, understood. A query string goes in; the criteria of the search, the options of the
// file, their canonical texts and the task's id come out. Pure: the same text always gives the same request.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/criteria.hpp"
#include "core/environment.hpp"
#include "core/file_options.hpp"
#include "core/result.hpp"
#include "core/task_id.hpp"
#include "query/pairs.hpp"
#include "query/query_error.hpp"

namespace exportd::query {

// Where the query string stood; decides how long it may be.
enum class Source {
  url,   // 8 KiB
  body,  // 256 KiB
};

struct Request {
  Criteria criteria;
  std::string search_parameters;  // canonical
  FileOptions options;
  std::string file_options;  // canonical
  TaskId id;
};

// `extra`: more pairs, as if they stood at the end of the query, but taken as they are (not percent-decoded).
[[nodiscard]] Result<Request, QueryError> parse_request(const Environment& environment, std::string_view query_string,
                                                        Source source = Source::url,
                                                        std::span<const NameValue> extra = {});

// Takes the parameters named in `controls` (such as "refresh" or "limit": what a request wants done, not what it
// exports) out of `pairs` and returns them in their order. For the HTTP API, between decode_pairs and parse_pairs.
[[nodiscard]] std::vector<NameValue> take_controls(std::vector<NameValue>& pairs,
                                                   std::span<const std::string_view> controls);

// Whether refresh=true stands among `controls` (ignoring case, empty = not given); an error for what is neither true
// nor false, and for both.
[[nodiscard]] Result<bool, QueryError> wants_refresh(std::span<const NameValue> controls);

// parse_request from pairs that are decoded already; the caller has bounded their length.
[[nodiscard]] Result<Request, QueryError> parse_pairs(const Environment& environment, std::span<const NameValue> pairs);

}  // namespace exportd::query
