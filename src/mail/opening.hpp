// How a file is opened, in the words of the programs that scientists have: the call with the file's own name.
#pragma once

#include <string>

#include "core/task.hpp"

namespace exportd::mail {

struct Opening {
  std::string pandas;
  std::string r;
  std::string excel;
};

// docs/file-formats.md section 12.
[[nodiscard]] Opening opening_of(const Task& task, const Receipt& receipt);

}  // namespace exportd::mail
