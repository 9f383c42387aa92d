// The groups of variables and their codes (docs/search-parameters.md section 6).
#pragma once

#include <string>
#include <string_view>

namespace exportd::query {

// A group as it is searched for: lower-cased, a code (MAJ, MJ, REE, TE, IR in any case) replaced by the group's name.
[[nodiscard]] std::string group_name(std::string_view text);

// A lone item of `variables`: a code or one of the four groups' names in any case becomes the group's name; all else is
// the name of a variable (or of another group) and stays as it is; so do Te and Ir, the elements, when written so.
[[nodiscard]] std::string lone_variable(std::string_view text);

}  // namespace exportd::query
