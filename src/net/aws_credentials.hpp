// AWS credentials: what a request is signed with, and where they come from.
#pragma once

#include <optional>
#include <string>

#include "core/ports.hpp"

namespace exportd::net {

struct AwsCredentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token;        // empty: long-lived keys
  std::optional<WallTime> expires;  // nullopt: never
};

// Safe from several threads.
class AwsCredentialSource {
 public:
  virtual ~AwsCredentialSource() = default;
  // Valid for some minutes at least: refreshed before they expire. Failure(ours, "aws_credentials") if there are none;
  // Failure(retry, "aws_credentials") if their source does not answer.
  virtual AwsCredentials get() = 0;
  // The service said that these have expired: the next get() asks their source anew.
  virtual void refused(const AwsCredentials&) = 0;
};

}  // namespace exportd::net
