// The credentials of whoever runs exportd, found as every AWS tool finds them.
#pragma once

#include <memory>

#include "core/ports.hpp"
#include "net/aws_credentials.hpp"
#include "net/aws_settings.hpp"

namespace exportd::net {

// In this order: environment, profile, web identity, container, instance (aws_credential_places.hpp); looked for when
// they are first asked for. `clock` outlives the source.
[[nodiscard]] std::shared_ptr<AwsCredentialSource> default_aws_credentials(
    const Clock& clock, const EnvironmentVariables& = process_environment);

}  // namespace exportd::net
