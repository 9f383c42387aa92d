#include "app/admin_token.hpp"

#include <filesystem>
#include <fstream>
#include <system_error>

#include "core/failure.hpp"

namespace exportd::app {

namespace fs = std::filesystem;

namespace {

Failure bad(const std::string& what) {
  return {FailureKind::reject, "bad_config", "server.admin_token_file: " + what};
}

}  // namespace

std::optional<std::string> admin_token(const Config& config) {
  if (config.server.admin_token_file.empty()) return std::nullopt;
  const fs::path path = config.server.admin_token_file;
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  std::ifstream file(path);
  std::string token;
  if (error || !std::getline(file, token)) {
    throw bad(path.string() + " cannot be read: make it, with a token as its first line");
  }
  if ((status.permissions() & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none) {
    throw bad("others may read " + path.string() + ": run chmod 600 on it");
  }
  while (token.ends_with('\r')) token.pop_back();  // no header can hold it
  constexpr std::size_t shortest = 16;
  if (token.size() < shortest) {
    throw bad("the token in " + path.string() + " is shorter than 16 characters: make it longer");
  }
  return token;
}

}  // namespace exportd::app
