// The names of stored objects: {environment}/{task id}/run-{n}.{token}.{ext}.age, its description beside it; those of
// `exportd run`, which belong to no run of the queue: {environment}/{task id}/local.{random}.{ext}.age.
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

// Whether the object outlives its `exportd run`.
enum class LocalObject { kept, staged };

[[nodiscard]] ObjectNames local_object_names(const std::string& environment, const TaskId& task,
                                             const std::string& random, LocalObject kind, const std::string& extension);

// Whether it was only a stage on the way to the file of an `exportd run`: of no use once that has ended.
[[nodiscard]] bool is_staged(const ObjectKey& key);

// What an object's name tells; nullopt: it is not named like that.
struct NamedObject {
  TaskId task;
  int run = 0;
  FencingToken token;
};
[[nodiscard]] std::optional<NamedObject> named_object(const ObjectKey& key);

}  // namespace exportd::work
