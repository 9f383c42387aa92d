#include "files/s3_part_uploads.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace exportd::files {

PartUploads::~PartUploads() {
  for (std::jthread& thread : threads_) thread.request_stop();
  // All of them end before the first is destroyed: a part that fails now still stops the others.
  for (std::jthread& thread : threads_) thread.join();
}

void PartUploads::add(int number, std::string bytes) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock,
                [&] { return failure_.has_value() || may_start(parts_under_way_, bytes_under_way_, bytes.size()); });
  throw_if_failed();
  ++parts_under_way_;
  bytes_under_way_ += bytes.size();
  waiting_.push_back({number, std::move(bytes)});
  // One that has nothing to do takes it, or a new one.
  if (threads_.size() < parts_under_way_) threads_.emplace_back([this](const std::stop_token& stop) { work(stop); });
  changed_.notify_all();
}

std::vector<S3Part> PartUploads::finish() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return failure_.has_value() || parts_under_way_ == 0; });
  throw_if_failed();
  std::ranges::sort(done_, {}, &S3Part::number);
  return std::move(done_);
}

void PartUploads::stop(const Failure& why) {
  const std::lock_guard lock(mutex_);
  failed(why);
  changed_.notify_all();
}

void PartUploads::work(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [&] { return !waiting_.empty(); })) {
    Part part = std::move(waiting_.front());
    waiting_.pop_front();
    const std::size_t bytes = part.bytes.size();
    lock.unlock();
    std::optional<S3Part> made;
    std::optional<Failure> failure;
    try {
      made = upload_(part.number, std::move(part.bytes), stop);
    } catch (const Failure& reason) {
      failure = reason;
    } catch (const std::exception& unexpected) {
      failure.emplace(FailureKind::ours, "store_error",
                      "the file cannot be stored: a part of it could not be sent: start the export again",
                      unexpected.what());
    }
    lock.lock();
    --parts_under_way_;
    bytes_under_way_ -= bytes;
    if (made) done_.push_back(*std::move(made));
    if (failure) failed(*failure);
    changed_.notify_all();
  }
}

void PartUploads::throw_if_failed() const {
  if (failure_) throw Failure(*failure_);
}

// What is under way beside it is of no use any more.
void PartUploads::failed(const Failure& failure) {
  if (failure_) return;
  failure_ = failure;
  parts_under_way_ -= waiting_.size();
  waiting_.clear();
  for (std::jthread& thread : threads_) thread.request_stop();
}

}  // namespace exportd::files
