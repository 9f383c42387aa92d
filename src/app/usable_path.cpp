#include "app/usable_path.hpp"

#include <system_error>

#include "core/failure.hpp"

namespace exportd::app {

namespace fs = std::filesystem;

void make_folder(const fs::path& folder, const std::string& remedy) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error && !fs::is_directory(folder, error) && !error) error = std::make_error_code(std::errc::not_a_directory);
  if (!error) return;
  const bool full = error == std::errc::no_space_on_device;
  throw Failure(FailureKind::ours, full ? "disk_full" : "not_writable",
                "cannot make the folder " + folder.string() + ": " + error.message() + ": " +
                    (full ? "make room or choose another place" : remedy));
}

bool is_there(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() != fs::file_type::none) return fs::exists(status);
  throw Failure(FailureKind::ours, "not_readable",
                "cannot read " + path.string() + ": " + error.message() + ": check its folder's owner and permissions");
}

}  // namespace exportd::app
