// What a scientist is told of a failure: never paths, hosts or anything else of ours.
#pragma once

#include "core/failure.hpp"
#include "core/task.hpp"

namespace exportd::work {

[[nodiscard]] inline RunError user_error(const Failure& failure) {
  if (failure.kind() != FailureKind::ours) return {failure.code(), failure.message()};
  return {failure.code(),
          "the service could not make the file: a fault of its own, which its operators can see: nothing was stored: "
          "request it again later"};
}

}  // namespace exportd::work
