// The pages as HTML without scripts, for browsers that run none: where to begin, and one export.
#pragma once

#include <string>

#include "api/service_parts.hpp"

namespace exportd::api {

[[nodiscard]] std::string front_page(const ServiceParts& parts);
[[nodiscard]] std::string export_page(const ServiceParts& parts, const TaskRecord& record);

}  // namespace exportd::api
