#include "net/aws_default_credentials.hpp"

#include "net/aws_credential_chain.hpp"
#include "net/aws_credential_places.hpp"

namespace exportd::net {

std::shared_ptr<AwsCredentialSource> default_aws_credentials(const Clock& clock,
                                                             const EnvironmentVariables& environment) {
  std::vector<AwsCredentialPlace> places{
      {"the environment", [environment] { return credentials_of_environment(environment); }},
      {"the profile", [environment] { return credentials_of_profile(environment); }},
      {"web identity", [environment] { return credentials_of_web_identity(environment); }},
      {"the container's agent", [environment] { return credentials_of_container(environment); }},
      {"the machine's metadata service", [environment] { return credentials_of_instance(environment); }},
  };
  return std::make_shared<AwsCredentialChain>(std::move(places), clock);
}

}  // namespace exportd::net
