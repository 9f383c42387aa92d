#include "net/aws_settings.hpp"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <fstream>
#include <system_error>

#include "core/failure.hpp"

namespace exportd::net {
namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

std::string lower(std::string_view text) {
  std::string low(text);
  std::ranges::transform(low, low.begin(),
                         [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  return low;
}

// A comment behind a value begins with a blank: keys may hold '#'.
std::string_view without_comment(std::string_view value) {
  for (std::size_t at = value.find_first_of("#;"); at != std::string_view::npos;
       at = value.find_first_of("#;", at + 1)) {
    if (at > 0 && blanks.find(value[at - 1]) != std::string_view::npos) return value.substr(0, at);
  }
  return value;
}

enum class FileKind { config, credentials };

// [default], [profile NAME] of the one file, [NAME] of the other; empty: a section that is no profile.
std::string profile_of_header(std::string_view line, FileKind kind) {
  const std::string_view header = trimmed(line.substr(1, line.find(']') - 1));
  if (kind == FileKind::credentials || header == "default") return std::string(header);
  constexpr std::string_view word = "profile";
  if (!header.starts_with(word) || header.size() == word.size()) return {};
  if (blanks.find(header[word.size()]) == std::string_view::npos) return {};
  return std::string(trimmed(header.substr(word.size())));
}

// Adds the profile's settings to what is there, over those of the same name. Lines that mean nothing are passed over,
// as the vendor's tools do; those that begin with a blank belong to a setting with parts, of which none matters here.
bool add_settings(std::istream& file, FileKind kind, AwsProfile& profile) {
  bool found = false;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#' || line[0] == ';' || blanks.find(line[0]) != std::string_view::npos) continue;
    if (line[0] == '[') {
      inside = profile_of_header(line, kind) == profile.name;
      found = found || inside;
      continue;
    }
    const std::size_t equals = line.find('=');
    if (!inside || equals == std::string::npos) continue;
    const std::string_view value = trimmed(without_comment(std::string_view(line).substr(equals + 1)));
    profile.settings[lower(trimmed(std::string_view(line).substr(0, equals)))] = value;
  }
  return found;
}

bool add_file(const EnvironmentVariables& environment, FileKind kind, AwsProfile& profile) {
  const bool config = kind == FileKind::config;
  std::string path = environment(config ? "AWS_CONFIG_FILE" : "AWS_SHARED_CREDENTIALS_FILE").value_or("");
  if (path.empty()) {
    const std::optional<std::string> home = environment("HOME");
    if (!home) return false;
    path = *home + (config ? "/.aws/config" : "/.aws/credentials");
  }
  errno = 0;
  std::ifstream file(path);
  if (file) return add_settings(file, kind, profile);
  if (errno == ENOENT || errno == ENOTDIR) return false;
  const std::error_code reason(errno, std::generic_category());
  throw Failure(FailureKind::ours, "aws_credentials",
                "the AWS profile: a file of it cannot be read: let exportd read it, or set AWS_CONFIG_FILE or "
                "AWS_SHARED_CREDENTIALS_FILE",
                path + ": " + reason.message());
}

}  // namespace

// Not by getenv(), which may not be called from several threads; nobody changes the variables once main() runs.
std::optional<std::string> process_environment(std::string_view name) {
  for (char** variable = ::environ; variable != nullptr && *variable != nullptr; ++variable) {
    const std::string_view text = *variable;
    if (text.size() > name.size() + 1 && text.starts_with(name) && text[name.size()] == '=')
      return std::string(text.substr(name.size() + 1));
  }
  return std::nullopt;
}

std::optional<std::string> AwsProfile::operator[](const std::string& setting) const {
  const auto found = settings.find(setting);
  if (found == settings.end() || found->second.empty()) return std::nullopt;
  return found->second;
}

std::optional<AwsProfile> aws_profile(const EnvironmentVariables& environment) {
  const std::optional<std::string> named = environment("AWS_PROFILE");
  AwsProfile profile{.name = named.value_or("default"), .settings = {}};
  const bool configured = add_file(environment, FileKind::config, profile);
  const bool has_keys = add_file(environment, FileKind::credentials, profile);
  if (configured || has_keys) return profile;
  if (!named) return std::nullopt;
  throw Failure(FailureKind::ours, "aws_credentials",
                "the AWS profile that AWS_PROFILE names is in neither shared file: correct one or the other", *named);
}

std::string default_aws_region(const EnvironmentVariables& environment) {
  for (const char* name : {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
    if (const auto region = environment(name)) return *region;
  }
  const std::optional<AwsProfile> profile = aws_profile(environment);
  return profile ? (*profile)["region"].value_or("") : "";
}

}  // namespace exportd::net
