// Where an environment's records are in the cluster.
#pragma once

#include <string>

#include "core/environment.hpp"

namespace exportd::search {

// Its index, or its own name, encoded for a path.
[[nodiscard]] std::string index_path(const Environment&);

}  // namespace exportd::search
