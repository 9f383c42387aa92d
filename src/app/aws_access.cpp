#include "app/aws_access.hpp"

#include <cstdlib>
#include <utility>

#include "core/failure.hpp"
#include "net/aws_fixed_credentials.hpp"

namespace exportd::app {

namespace {

std::string variable(const char* name) {
  const char* given = std::getenv(name);
  return given == nullptr ? "" : given;
}

}  // namespace

std::shared_ptr<net::AwsCredentialSource> aws_credentials(const Clock&) {
  net::AwsCredentials keys{variable("AWS_ACCESS_KEY_ID"), variable("AWS_SECRET_ACCESS_KEY"),
                           variable("AWS_SESSION_TOKEN"), std::nullopt};
  if (keys.access_key_id.empty() || keys.secret_access_key.empty()) {
    throw Failure(FailureKind::ours, "aws_credentials",
                  "there are no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
  }
  return std::make_shared<net::FixedAwsCredentials>(std::move(keys));
}

std::string aws_region() {
  const std::string region = variable("AWS_REGION");
  return region.empty() ? variable("AWS_DEFAULT_REGION") : region;
}

}  // namespace exportd::app
