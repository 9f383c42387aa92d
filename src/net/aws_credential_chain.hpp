// AwsCredentialChain: credentials from the first place that has some, and from then on from that place alone, refreshed
// before they expire. Safe from several threads.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/failure.hpp"
#include "core/ports.hpp"
#include "net/aws_credentials.hpp"

namespace exportd::net {

struct AwsCredentialPlace {
  std::string name;  // "the environment": for the operator
  // nullopt: there are none in this place. Failure: there should be some, but they could not be had.
  std::function<std::optional<AwsCredentials>()> ask;
};

class AwsCredentialChain final : public AwsCredentialSource {
 public:
  // They are refreshed so long before they expire, by whoever wants them then; the others go on with the old ones.
  static constexpr std::chrono::minutes refreshed_before{10};
  // A refresh that brought nothing newer is tried again after so long, as long as the old ones are valid.
  static constexpr std::chrono::seconds refreshed_again_after{30};

  AwsCredentialChain(std::vector<AwsCredentialPlace> places, const Clock& clock);

  AwsCredentials get() override;
  void refused(const AwsCredentials&) override;

 private:
  [[nodiscard]] bool are_valid() const;            // with mutex_ held
  [[nodiscard]] bool are_to_be_refreshed() const;  // with mutex_ held
  [[nodiscard]] AwsCredentials refreshed(std::unique_lock<std::mutex>& lock);
  [[nodiscard]] AwsCredentials fetched();

  const std::vector<AwsCredentialPlace> places_;
  const Clock& clock_;

  std::mutex mutex_;  // guards what follows
  std::condition_variable refresh_ended_;
  bool refreshing_ = false;
  std::uint64_t refreshes_ = 0;            // ended, whichever way
  std::optional<Failure> last_failure_;    // of the last of them
  std::optional<AwsCredentials> current_;  // nullopt: none yet, or refused
  std::optional<MonotonicTime> not_again_before_;

  // Only the thread that refreshes touches it.
  std::optional<std::size_t> chosen_;
};

}  // namespace exportd::net
