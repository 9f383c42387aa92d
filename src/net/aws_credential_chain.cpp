#include "net/aws_credential_chain.hpp"

#include <utility>

namespace exportd::net {

AwsCredentialChain::AwsCredentialChain(std::vector<AwsCredentialPlace> places, const Clock& clock)
    : places_(std::move(places)), clock_(clock) {}

bool AwsCredentialChain::are_valid() const {
  return current_ && (!current_->expires || clock_.wall() < *current_->expires);
}

bool AwsCredentialChain::are_to_be_refreshed() const {
  if (!current_->expires || clock_.wall() + refreshed_before < *current_->expires) return false;
  return !not_again_before_ || clock_.monotonic() >= *not_again_before_;
}

AwsCredentials AwsCredentialChain::get() {
  std::unique_lock lock(mutex_);
  if (are_valid()) return refreshing_ || !are_to_be_refreshed() ? *current_ : refreshed(lock);
  if (!refreshing_) return refreshed(lock);
  // Those who wait share what the one who asks is told: a place that is down is not asked by each in turn.
  const std::uint64_t seen = refreshes_;
  refresh_ended_.wait(lock, [&] { return refreshes_ != seen; });
  if (current_) return *current_;
  throw Failure(*last_failure_);
}

void AwsCredentialChain::refused(const AwsCredentials& credentials) {
  const std::lock_guard lock(mutex_);
  const bool same = current_ && current_->access_key_id == credentials.access_key_id &&
                    current_->session_token == credentials.session_token;
  if (same) current_.reset();
}

AwsCredentials AwsCredentialChain::refreshed(std::unique_lock<std::mutex>& lock) {
  refreshing_ = true;
  lock.unlock();
  std::optional<AwsCredentials> fresh;
  std::optional<Failure> failure;
  try {
    fresh = fetched();
  } catch (const Failure& caught) {
    failure = caught;
  } catch (const std::exception& caught) {
    failure = Failure(FailureKind::retry, "aws_credentials", "the AWS credentials could not be read: try again later",
                      caught.what());
  }
  lock.lock();
  refreshing_ = false;
  ++refreshes_;
  refresh_ended_.notify_all();
  last_failure_ = failure;
  // After a success too: a place may have no newer ones yet.
  not_again_before_ = clock_.monotonic() + refreshed_again_after;
  if (fresh) {
    current_ = fresh;
    return *fresh;
  }
  if (are_valid()) return *current_;
  current_.reset();
  throw Failure(*failure);
}

AwsCredentials AwsCredentialChain::fetched() {
  if (chosen_) {
    if (auto credentials = places_[*chosen_].ask()) return *std::move(credentials);
    throw Failure(FailureKind::retry, "aws_credentials", "the AWS credentials are not where they were: try again later",
                  places_[*chosen_].name);
  }
  std::string looked_in;
  for (std::size_t i = 0; i < places_.size(); ++i) {
    if (auto credentials = places_[i].ask()) {
      chosen_ = i;
      return *std::move(credentials);
    }
    if (!looked_in.empty()) looked_in += ", ";
    looked_in += places_[i].name;
  }
  throw Failure(FailureKind::ours, "aws_credentials",
                "there are no AWS credentials: give exportd a role, a profile or keys (docs/aws.md)",
                "looked in " + looked_in);
}

}  // namespace exportd::net
