#include "work/object_names.hpp"

#include <charconv>

namespace exportd::work {

ObjectNames object_names(const Task& task, int run, FencingToken token, const std::string& extension) {
  const std::string stem =
      task.environment + "/" + task.id.text() + "/run-" + std::to_string(run) + "." + std::to_string(token.value) + ".";
  return {ObjectKey(stem + extension + ".age"), ObjectKey(stem + "metadata.json.age")};
}

namespace {

constexpr std::string_view run_prefix = "run-";
constexpr std::string_view local_prefix = "local.";
constexpr std::string_view staged_prefix = "local.staged-";

// Where the name behind {environment}/{task id}/ begins, if it begins with `prefix`.
std::optional<std::size_t> name_behind_task(const std::string& text, std::string_view prefix) {
  const std::size_t task_at = text.find('/') + 1;
  const std::size_t name_at = text.find('/', task_at) + 1;
  if (task_at == 0 || name_at == 0 || text.compare(name_at, prefix.size(), prefix) != 0) return std::nullopt;
  if (!TaskId::well_formed(text.substr(task_at, name_at - 1 - task_at))) return std::nullopt;
  return name_at;
}

}  // namespace

ObjectNames local_object_names(const std::string& environment, const TaskId& task, const std::string& random,
                               LocalObject kind, const std::string& extension) {
  std::string stem = environment + "/" + task.text() + "/";
  stem += kind == LocalObject::staged ? staged_prefix : local_prefix;
  stem += random + ".";
  return {ObjectKey(stem + extension + ".age"), ObjectKey(stem + "metadata.json.age")};
}

bool is_staged(const ObjectKey& key) {
  return name_behind_task(key.text(), staged_prefix).has_value();
}

std::optional<NamedObject> named_object(const ObjectKey& key) {
  const std::string& text = key.text();
  const std::optional<std::size_t> name_at = name_behind_task(text, run_prefix);
  if (!name_at) return std::nullopt;
  const std::size_t task_at = text.find('/') + 1;
  NamedObject named{TaskId(text.substr(task_at, *name_at - 1 - task_at)), 0, {}};
  const char* end = text.data() + text.size();
  const auto run = std::from_chars(text.data() + *name_at + run_prefix.size(), end, named.run);
  if (run.ec != std::errc() || run.ptr == end || *run.ptr != '.') return std::nullopt;
  const auto token = std::from_chars(run.ptr + 1, end, named.token.value);
  if (token.ec != std::errc() || token.ptr == end || *token.ptr != '.') return std::nullopt;
  return named;
}

}  // namespace exportd::work
