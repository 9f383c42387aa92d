// Giving a finished file its name, only if the name is free: one atomic step.
#pragma once

#include <string>

namespace exportd::files {

struct NameIn {
  int folder;  // descriptor
  const std::string& name;
};

// Both return 0 or an errno: EEXIST if the new name is taken, whatever it names. The old name is gone on success.
// renameat2 with RENAME_NOREPLACE; where the file system lacks it, link_no_replace.
[[nodiscard]] int rename_no_replace(NameIn from, NameIn to);

// For file systems without that flag: a second name, then the removal of the first. A crash between the two leaves
// the unfinished name behind, which abort_unfinished removes without harm to the object.
[[nodiscard]] int link_no_replace(NameIn from, NameIn to);

}  // namespace exportd::files
