// A role for a token in a file, as Kubernetes gives one to its service accounts.
#include <chrono>

#include "net/aws_credential_answer.hpp"
#include "net/aws_credential_places.hpp"
#include "net/aws_signature.hpp"

namespace exportd::net {
namespace {

constexpr std::chrono::seconds whole{10};

std::string sts_endpoint(const EnvironmentVariables& environment) {
  if (const auto overridden = environment("AWS_ENDPOINT_URL_STS")) {
    return overridden->ends_with('/') ? overridden->substr(0, overridden->size() - 1) : *overridden;
  }
  const std::string region = default_aws_region(environment);
  if (region.empty()) return "https://sts.amazonaws.com";
  return "https://sts." + region + ".amazonaws.com" + (region.starts_with("cn-") ? ".cn" : "");
}

}  // namespace

// POST / … Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=…&RoleSessionName=…&WebIdentityToken=…
std::optional<AwsCredentials> credentials_of_web_identity(const EnvironmentVariables& environment) {
  const std::optional<std::string> token_file = environment("AWS_WEB_IDENTITY_TOKEN_FILE");
  if (!token_file) return std::nullopt;
  const std::optional<std::string> role = environment("AWS_ROLE_ARN");
  if (!role) {
    throw Failure(FailureKind::ours, "aws_credentials",
                  "AWS credentials: AWS_WEB_IDENTITY_TOKEN_FILE is set, AWS_ROLE_ARN is not: set both, or neither");
  }
  const std::string session = environment("AWS_ROLE_SESSION_NAME").value_or("exportd");
  const HttpRequest request{
      .method = "POST",
      .url = sts_endpoint(environment) + "/",
      .headers = {"Content-Type: application/x-www-form-urlencoded"},
      .body = "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=" + aws_encoded(*role) +
              "&RoleSessionName=" + aws_encoded(session) +
              "&WebIdentityToken=" + aws_encoded(token_in_file(*token_file, "AWS_WEB_IDENTITY_TOKEN_FILE"))};
  const auto answer = ask_for_credentials(request, whole, {environment("AWS_CA_BUNDLE").value_or("")});
  if (!answer) throw no_credentials_after(answer.error(), "STS");
  if (answer->status == 200) {
    if (auto credentials = credentials_in_xml(answer->text())) return credentials;
  }
  throw no_credentials_in(answer.value(), "STS");
}

}  // namespace exportd::net
