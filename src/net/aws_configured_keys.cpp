// Keys that are written down: in the environment or in a profile.
#include "core/failure.hpp"
#include "net/aws_credential_places.hpp"

namespace exportd::net {
namespace {

// Half a pair is a mistake, not an absence.
std::optional<AwsCredentials> pair_of(const std::optional<std::string>& id, const std::optional<std::string>& secret,
                                      const std::optional<std::string>& token, const std::string& place) {
  if (!id && !secret) return std::nullopt;
  if (id && secret) return AwsCredentials{*id, *secret, token.value_or(""), std::nullopt};
  throw Failure(
      FailureKind::ours, "aws_credentials",
      "AWS credentials: an access key without its other half: give both the key's id and its secret, or neither",
      place);
}

}  // namespace

std::optional<AwsCredentials> credentials_of_environment(const EnvironmentVariables& environment) {
  return pair_of(environment("AWS_ACCESS_KEY_ID"), environment("AWS_SECRET_ACCESS_KEY"),
                 environment("AWS_SESSION_TOKEN"), "the environment");
}

std::optional<AwsCredentials> credentials_of_profile(const EnvironmentVariables& environment) {
  const std::optional<AwsProfile> found = aws_profile(environment);
  if (!found) return std::nullopt;
  const AwsProfile& profile = *found;
  if (auto keys = pair_of(profile["aws_access_key_id"], profile["aws_secret_access_key"], profile["aws_session_token"],
                          "the profile " + profile.name)) {
    return keys;
  }
  for (const char* other : {"role_arn", "credential_process", "sso_session", "sso_start_url", "login_session"}) {
    if (!profile[other]) continue;
    throw Failure(FailureKind::ours, "aws_credentials",
                  "AWS credentials: the profile gets its keys in a way that exportd does not know: give it keys, or "
                  "let exportd have a role of the machine it runs on",
                  "the profile " + profile.name + " has " + other);
  }
  return std::nullopt;
}

}  // namespace exportd::net
