// The pages that mails and links lead to: where to begin, and one export.
#pragma once

#include <string>

#include "api/service_parts.hpp"

namespace exportd::api {

[[nodiscard]] std::string front_page(const ServiceParts& parts);
// Loads itself again every few seconds until the run has ended.
[[nodiscard]] std::string export_page(const ServiceParts& parts, const TaskRecord& record);

}  // namespace exportd::api
