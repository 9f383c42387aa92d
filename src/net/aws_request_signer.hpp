// AwsRequestSigner: signs requests to one AWS service, by the service's own clock where ours is wrong.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>

#include "core/ports.hpp"
#include "net/aws_credentials.hpp"
#include "net/aws_signature.hpp"
#include "net/request_signer.hpp"

namespace exportd::net {

class AwsRequestSigner final : public RequestSigner {
 public:
  // `clock` outlives it.
  AwsRequestSigner(AwsScope scope, std::shared_ptr<AwsCredentialSource> credentials, const Clock& clock);

  // Failure as AwsCredentialSource::get().
  void sign(HttpRequest& request) override;
  // An expired token is renewed; a clock that is more than four minutes from the answer's Date is set by it.
  [[nodiscard]] bool mended(const HttpRequest& sent, const HttpResponse& answer) override;

 private:
  [[nodiscard]] bool clock_was_set(const HttpResponse& answer);

  const AwsScope scope_;
  const std::shared_ptr<AwsCredentialSource> credentials_;
  const Clock& clock_;
  std::atomic<std::chrono::milliseconds> clock_correction_{std::chrono::milliseconds(0)};
};

}  // namespace exportd::net
