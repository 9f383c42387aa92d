// Points of records: the row path's reader of documents, asked for a position and two analytes only.
#pragma once

#include <memory>

#include "api/service_parts.hpp"

namespace exportd::app {

// Which value counts where a record has several: docs/http-api.md, section 7.
[[nodiscard]] std::unique_ptr<api::PointReader> record_points(const Environment& environment,
                                                              const api::PointAxes& axes);

}  // namespace exportd::app
