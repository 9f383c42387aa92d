// Which bytes of a file a request asks for (RFC 9110, sections 13.1.5 and 14): one range of bytes, or all of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "api/http_message.hpp"
#include "core/audit_event.hpp"

namespace exportd::api {

struct RangeWanted {
  enum class Kind {
    whole,          // 200
    part,           // 206
    unsatisfiable,  // 416
  };
  Kind kind = Kind::whole;
  ByteSpan part;  // with part; inside the file
  friend bool operator==(const RangeWanted&, const RangeWanted&) = default;
};

// A Range header's value for a file of that many bytes. Several ranges, other units and what breaks the grammar are
// as good as none: the answer is then the whole file, as section 14.2 allows.
[[nodiscard]] RangeWanted parse_range(std::string_view value, std::uint64_t size);

// That of a request, if it is a GET and its If-Range, if any, is that strong entity-tag; a date never is.
[[nodiscard]] RangeWanted range_wanted(const Request& request, std::uint64_t size, std::string_view tag);

}  // namespace exportd::api
