// The names of the file options (docs/file-formats.md section 1) and of the two old parameters that stand for one.
#pragma once

#include <array>
#include <string_view>

namespace exportd::query {

inline constexpr std::array<std::string_view, 8> file_option_names = {
    "bom", "columns", "companions", "compression", "fileType", "layout", "repeats", "safe"};

inline constexpr std::array<std::string_view, 2> old_option_names = {"outputlevel", "showmethods"};

inline constexpr std::array<std::string_view, 4> box_edge_names = {"west", "south", "east", "north"};

}  // namespace exportd::query
