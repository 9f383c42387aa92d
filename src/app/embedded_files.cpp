#include "app/embedded_files.hpp"

#include <cassert>

namespace exportd::app {

std::string_view embedded_file(std::string_view name) {
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.name == name) return file.bytes;
  }
  assert(false && "no such embedded file");
  return {};
}

}  // namespace exportd::app
