// Where AWS credentials are looked for, one function each. All return nullopt where their setting is absent, and throw
// what aws_credentials.hpp says where it is there but does not work: nobody is to get another identity by a mistake.
// Each call reads and asks anew. Names and rules are the vendor's:
// https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
#pragma once

#include <optional>
#include <string>

#include "net/aws_credentials.hpp"
#include "net/aws_settings.hpp"

namespace exportd::net {

// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN.
[[nodiscard]] std::optional<AwsCredentials> credentials_of_environment(const EnvironmentVariables&);

// Keys of the profile (aws_settings.hpp). A profile that gets its keys another way is refused.
[[nodiscard]] std::optional<AwsCredentials> credentials_of_profile(const EnvironmentVariables&);

// A role for a token that the platform keeps fresh in a file: AWS_WEB_IDENTITY_TOKEN_FILE, AWS_ROLE_ARN,
// AWS_ROLE_SESSION_NAME; asked of the region's STS, or AWS_ENDPOINT_URL_STS.
[[nodiscard]] std::optional<AwsCredentials> credentials_of_web_identity(const EnvironmentVariables&);

// The agent beside a container: AWS_CONTAINER_CREDENTIALS_RELATIVE_URI (on `agent`) or _FULL_URI, with
// AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE or _TOKEN.
[[nodiscard]] std::optional<AwsCredentials> credentials_of_container(const EnvironmentVariables&,
                                                                     const std::string& agent = "http://169.254.170.2");

// The role of a virtual machine, by version 2 of its metadata service; AWS_EC2_METADATA_DISABLED,
// AWS_EC2_METADATA_SERVICE_ENDPOINT, _ENDPOINT_MODE. nullopt also: nobody answers there, or the machine has no role.
[[nodiscard]] std::optional<AwsCredentials> credentials_of_instance(const EnvironmentVariables&);

}  // namespace exportd::net
