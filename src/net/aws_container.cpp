// The agent beside a container (ECS, EKS Pod Identity):
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>

#include "net/aws_credential_answer.hpp"
#include "net/aws_credential_places.hpp"

namespace exportd::net {
namespace {

constexpr std::chrono::seconds whole{2};
constexpr const char* agent_name = "the container's agent";

// The host of a URL, without user, port and the brackets of an address.
std::string_view host_of(std::string_view url) {
  url.remove_prefix(url.find("://") + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  if (const std::size_t at = url.rfind('@'); at != std::string_view::npos) url.remove_prefix(at + 1);
  if (url.starts_with('[')) return url.substr(1, url.find(']') - 1);
  return url.substr(0, url.find(':'));
}

// "127.0.0.1" and its like; not "127.evil.example".
bool is_loopback(std::string_view host) {
  const bool address = host.find_first_not_of("0123456789.") == std::string_view::npos;
  return (address && host.starts_with("127.")) || host == "::1" || host == "localhost";
}

// Without TLS only this machine and the platforms' own addresses: the token must not go anywhere else.
bool is_allowed(std::string_view url) {
  constexpr std::array<std::string_view, 3> agents{"169.254.170.2", "169.254.170.23", "fd00:ec2::23"};
  if (url.starts_with("https://")) return true;
  if (!url.starts_with("http://")) return false;
  const std::string_view host = host_of(url);
  return is_loopback(host) || std::ranges::find(agents, host) != agents.end();
}

std::optional<std::string> authorization(const EnvironmentVariables& environment) {
  constexpr const char* variable = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
  if (const auto file = environment(variable)) return token_in_file(*file, variable);
  return environment("AWS_CONTAINER_AUTHORIZATION_TOKEN");
}

}  // namespace

std::optional<AwsCredentials> credentials_of_container(const EnvironmentVariables& environment,
                                                       const std::string& agent) {
  HttpRequest request;
  if (const auto relative = environment("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")) {
    request.url = agent + *relative;
  } else if (const auto full = environment("AWS_CONTAINER_CREDENTIALS_FULL_URI")) {
    request.url = *full;
  } else {
    return std::nullopt;
  }
  const std::optional<std::string> token = authorization(environment);
  if (!is_allowed(request.url) || (token && token->find_first_of("\r\n") != std::string::npos)) {
    throw Failure(FailureKind::ours, "aws_credentials",
                  "AWS credentials: AWS_CONTAINER_CREDENTIALS_FULL_URI must be https, or this machine or the "
                  "platform's agent, and its token one line: correct them");
  }
  if (token) request.headers.push_back("Authorization: " + *token);
  const auto answer = ask_for_credentials(request, whole, {environment("AWS_CA_BUNDLE").value_or("")});
  if (!answer) throw no_credentials_after(answer.error(), agent_name);
  if (answer->status == 200) {
    if (auto credentials = credentials_in_json(answer->text())) return credentials;
  }
  throw no_credentials_in(answer.value(), agent_name);
}

}  // namespace exportd::net
