#include "files/system_failure.hpp"

#include <cerrno>
#include <system_error>

namespace exportd::files {

Failure system_failure(Doing doing, int error, const std::string& call_and_path) {
  const std::string detail = call_and_path + ": " + std::generic_category().message(error);
  const std::string what = doing == Doing::writing ? "the file cannot be stored: " : "the file store cannot be read: ";
  switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:  // a limit on the size of files
      return {FailureKind::ours, "disk_full",
              what + "no room is left: make some or choose another [files] path, then start the export again", detail};
    case EACCES:
    case EPERM:
    case EROFS:
      if (doing == Doing::writing) {
        return {FailureKind::ours, "not_writable",
                what + "writing to [files] path is not permitted: correct its owner or mode, or choose another",
                detail};
      }
      return {FailureKind::ours, "not_readable",
              what + "reading [files] path is not permitted: correct its owner or mode", detail};
    default:
      return {FailureKind::ours, "store_error",
              what + std::generic_category().message(error) + ": run again with --log-level debug to see where",
              detail};
  }
}

}  // namespace exportd::files
