// The first records of a search as the export's rows (api::MakePreview): the same tables make both.
#pragma once

#include <filesystem>

#include "api/service_parts.hpp"

namespace exportd::app {

// `work_dir`: where a table that outgrows memory may lie meanwhile.
[[nodiscard]] api::PreviewRows preview_rows(const api::PreviewOrder& order, const std::filesystem::path& work_dir);

}  // namespace exportd::app
