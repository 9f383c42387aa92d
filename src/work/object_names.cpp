#include "work/object_names.hpp"

#include <charconv>

namespace exportd::work {

ObjectNames object_names(const Task& task, int run, FencingToken token, const std::string& extension) {
  const std::string stem =
      task.environment + "/" + task.id.text() + "/run-" + std::to_string(run) + "." + std::to_string(token.value) + ".";
  return {ObjectKey(stem + extension + ".age"), ObjectKey(stem + "metadata.json.age")};
}

std::optional<NamedObject> named_object(const ObjectKey& key) {
  const std::string& text = key.text();
  const std::size_t task_at = text.find('/') + 1;
  const std::size_t name_at = text.find('/', task_at) + 1;
  constexpr std::string_view prefix = "run-";
  if (task_at == 0 || name_at == 0 || text.compare(name_at, prefix.size(), prefix) != 0) return std::nullopt;
  NamedObject named{TaskId(text.substr(task_at, name_at - 1 - task_at)), 0, {}};
  const char* end = text.data() + text.size();
  const auto run = std::from_chars(text.data() + name_at + prefix.size(), end, named.run);
  if (run.ec != std::errc() || run.ptr == end || *run.ptr != '.') return std::nullopt;
  const auto token = std::from_chars(run.ptr + 1, end, named.token.value);
  if (token.ec != std::errc() || token.ptr == end || *token.ptr != '.') return std::nullopt;
  if (!TaskId::well_formed(named.task.text())) return std::nullopt;
  return named;
}

}  // namespace exportd::work
