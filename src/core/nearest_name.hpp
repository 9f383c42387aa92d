// The known name that is most like a mistyped one, for error messages.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace exportd {

// The candidate with the fewest insertions, deletions, replacements and swaps of neighbours from `name`; a mere
// difference of ASCII case counts half. Of equals the first one; empty only if there are no candidates.
// Only the first 64 bytes of each are looked at.
[[nodiscard]] std::string nearest_name(std::string_view name, std::span<const std::string> candidates);

// The same, but empty if it is not much like `name`: if more than half of the longer one would have to change.
[[nodiscard]] std::string similar_name(std::string_view name, std::span<const std::string> candidates);

}  // namespace exportd
