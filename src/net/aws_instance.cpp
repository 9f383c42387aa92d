// The metadata service of a virtual machine, version 2 only: version 1 answers whoever can make this program ask.
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html
#include <algorithm>
#include <cctype>
#include <chrono>
#include <utility>

#include "net/aws_credential_answer.hpp"
#include "net/aws_credential_places.hpp"
#include "net/aws_signature.hpp"

namespace exportd::net {
namespace {

constexpr std::chrono::seconds whole{1};  // where there is such a service, it is on the machine itself
constexpr const char* service_name = "the machine's metadata service";
constexpr std::string_view roles = "/latest/meta-data/iam/security-credentials/";

bool says(const std::optional<std::string>& value, std::string_view word) {
  return value && std::ranges::equal(*value, word,
                                     [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
}

std::string endpoint(const EnvironmentVariables& environment) {
  if (const auto overridden = environment("AWS_EC2_METADATA_SERVICE_ENDPOINT")) {
    return overridden->ends_with('/') ? overridden->substr(0, overridden->size() - 1) : *overridden;
  }
  const bool ipv6 = says(environment("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"), "ipv6");
  return ipv6 ? "http://[fd00:ec2::254]" : "http://169.254.169.254";
}

HttpResponse asked(const HttpRequest& request) {
  auto answer = ask_for_credentials(request, whole);
  if (!answer) throw no_credentials_after(answer.error(), service_name);
  return std::move(answer).value();
}

}  // namespace

// PUT /latest/api/token (a session), GET …/security-credentials/ (the role's name), GET …/security-credentials/ROLE
std::optional<AwsCredentials> credentials_of_instance(const EnvironmentVariables& environment) {
  if (says(environment("AWS_EC2_METADATA_DISABLED"), "true")) return std::nullopt;
  const std::string base = endpoint(environment);
  const auto session = ask_for_credentials({.method = "PUT",
                                            .url = base + "/latest/api/token",
                                            .headers = {"X-aws-ec2-metadata-token-ttl-seconds: 300"},
                                            .body = {}},
                                           whole);
  if (!session || session->status != 200) return std::nullopt;  // an ordinary machine, or one that forbids it
  const std::string key = "X-aws-ec2-metadata-token: " + std::string(session->text());

  const HttpResponse role = asked({.url = base + std::string(roles), .headers = {key}, .body = {}});
  if (role.status == 404) return std::nullopt;
  const std::string name(role.text().substr(0, role.text().find('\n')));
  if (role.status != 200 || name.empty()) throw no_credentials_in(role, service_name);
  const HttpResponse answer =
      asked({.url = base + std::string(roles) + aws_encoded(name), .headers = {key}, .body = {}});
  if (answer.status == 200) {
    if (auto credentials = credentials_in_json(answer.text())) return credentials;
  }
  throw no_credentials_in(answer, service_name);
}

}  // namespace exportd::net
