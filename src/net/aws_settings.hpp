// What AWS access is told by its surroundings: environment variables, and the profile of the shared files
// (https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html).
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace exportd::net {

// The value of a variable; nullopt: it is not set. Safe from several threads.
using EnvironmentVariables = std::function<std::optional<std::string>(std::string_view name)>;

// The process's own; an empty one counts as not set.
[[nodiscard]] std::optional<std::string> process_environment(std::string_view name);

struct AwsProfile {
  std::string name;
  std::map<std::string, std::string> settings;  // "aws_access_key_id", "region"; names in lower case

  [[nodiscard]] std::optional<std::string> operator[](const std::string& setting) const;
};

// The profile that AWS_PROFILE names, or "default": from AWS_CONFIG_FILE (~/.aws/config), and over it from
// AWS_SHARED_CREDENTIALS_FILE (~/.aws/credentials). nullopt: neither file has it.
// Failure(ours, "aws_credentials"): AWS_PROFILE names one that is not there, or a file cannot be read.
[[nodiscard]] std::optional<AwsProfile> aws_profile(const EnvironmentVariables&);

// The region that is asked where nobody says another: AWS_REGION, AWS_DEFAULT_REGION, or the profile's; empty: none.
// Failure as above.
[[nodiscard]] std::string default_aws_region(const EnvironmentVariables& = process_environment);

}  // namespace exportd::net
