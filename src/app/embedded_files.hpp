// The files that travel inside the binary: environments/*.toml, the web page, and the demo data set with its licence.
// The definition is made at build time by tools/embed_files.py.
#pragma once

#include <string_view>
#include <vector>

namespace exportd::app {

struct EmbeddedFile {
  std::string_view name;  // without a folder: "petdb.toml"
  std::string_view bytes;
};

[[nodiscard]] std::vector<EmbeddedFile> embedded_files();

// The file of that name, which must be one of them.
[[nodiscard]] std::string_view embedded_file(std::string_view name);

}  // namespace exportd::app
