// The names of stored objects: {environment}/{task id}/run-{n}.{token}.{ext}.age, its description beside it.
#pragma once

#include <optional>
#include <string>

#include "core/task.hpp"

namespace exportd::work {

struct ObjectNames {
  ObjectKey object;
  ObjectKey metadata;
};

[[nodiscard]] ObjectNames object_names(const Task& task, int run, FencingToken token, const std::string& extension);

// What an object's name tells; nullopt: it is not named like that.
struct NamedObject {
  TaskId task;
  int run = 0;
  FencingToken token;
};
[[nodiscard]] std::optional<NamedObject> named_object(const ObjectKey& key);

}  // namespace exportd::work
