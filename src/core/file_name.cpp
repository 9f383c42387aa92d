#include "core/file_name.hpp"

namespace exportd {

std::string_view file_option(const Task& task, std::string_view name, std::string_view otherwise) {
  // The canonical text; it is made of unreserved characters only.
  std::string_view rest = task.file_options;
  while (!rest.empty()) {
    const std::size_t end = rest.find('&');
    const std::string_view pair = rest.substr(0, end);
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
      return pair.substr(name.size() + 1);
    }
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  return otherwise;
}

std::string file_name(const Task& task) {
  std::string name = task.environment + "-" + task.id.text() + "." + std::string(file_option(task, "fileType", "csv"));
  const std::string_view compression = file_option(task, "compression", "none");
  if (compression == "gzip") name += ".gz";
  if (compression == "zstd") name += ".zst";
  return name;
}

}  // namespace exportd
