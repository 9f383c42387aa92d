// AWS Signature Version 4: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
// Pure. Only the header form is used.
#pragma once

#include <string>
#include <string_view>

#include "core/environment.hpp"
#include "core/task_queue.hpp"
#include "net/aws_credentials.hpp"
#include "net/http_message.hpp"

namespace exportd::net {

struct AwsScope {
  std::string region;   // "eu-west-1"
  std::string service;  // "dynamodb", "s3", "es", "aoss"
};

// Percent-encodes all but A–Z a–z 0–9 - . _ ~ ; `keep_slashes`: and '/', for paths.
[[nodiscard]] std::string aws_encoded(std::string_view text, bool keep_slashes = false);

// Adds X-Amz-Date, X-Amz-Security-Token, X-Amz-Content-Sha256 and Authorization to the request's headers, which must
// hold none of them. All headers, the host, the query and the whole body are signed: the request must be sent as it is.
// The URL's path must be encoded as the server takes it (aws_encoded), without "." and ".." segments.
void sign(HttpRequest& request, const AwsCredentials& credentials, const AwsScope& scope, WallTime now);

// What is hashed and signed: for tests against the published examples.
[[nodiscard]] std::string canonical_request(const HttpRequest& request, const AwsScope& scope,
                                            std::string_view payload_hash);

}  // namespace exportd::net
