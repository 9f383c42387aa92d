// FixedAwsCredentials: one pair of keys, given once: by a test, or by an operator who keeps them elsewhere.
#pragma once

#include <utility>

#include "net/aws_credentials.hpp"

namespace exportd::net {

class FixedAwsCredentials final : public AwsCredentialSource {
 public:
  explicit FixedAwsCredentials(AwsCredentials credentials) : credentials_(std::move(credentials)) {}
  AwsCredentials get() override { return credentials_; }
  void refused(const AwsCredentials&) override {}

 private:
  const AwsCredentials credentials_;
};

}  // namespace exportd::net
