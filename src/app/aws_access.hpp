// Where exportd takes AWS credentials and the region from when the configuration names none.
#pragma once

#include <memory>
#include <string>

#include "core/ports.hpp"
#include "net/aws_credentials.hpp"

namespace exportd::app {

// `clock` outlives the source.
[[nodiscard]] std::shared_ptr<net::AwsCredentialSource> aws_credentials(const Clock& clock);

// Empty: there is none.
[[nodiscard]] std::string aws_region();

}  // namespace exportd::app
