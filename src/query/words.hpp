// A request's search in words, for people: pages, mails and the metadata of a file.
#pragma once

#include <string>

#include "core/environment.hpp"
#include "query/request.hpp"

namespace exportd::query {

// "Samples of PetDB where the material is glass or whole rock, and SiO2 (major oxide) is at least 50."
// Values are shown in their canonical form; long lists are shortened ("… and 12 more").
[[nodiscard]] std::string in_words(const Environment& environment, const Request& request);

}  // namespace exportd::query
