#include "files/s3_sink.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "core/failure.hpp"
#include "files/random_name.hpp"
#include "files/s3_failure.hpp"
#include "files/s3_part_plan.hpp"

namespace exportd::files {
namespace {

// A worker that gives up its run has little time left; what could not be taken away then, the housekeeper finds.
constexpr std::chrono::seconds abort_patience{10};

}  // namespace

S3Sink::S3Sink(S3Bucket& bucket, std::string key, std::stop_token stop)
    : bucket_(bucket), label_{std::move(key), random_name()}, stop_(std::move(stop)) {}

S3Sink::~S3Sink() {
  if (state_ == State::finished || upload_.empty()) return;
  on_stop_.reset();
  parts_.reset();  // a part that arrived after the abort would be kept
  try {
    static_cast<void>(bucket_.abort(label_.key, upload_, abort_patience));
  } catch (const std::exception&) {
    return;
  }
}

void S3Sink::write(std::string_view bytes) {
  require_open();
  state_ = State::broken;
  while (!bytes.empty()) {
    // A full part waits here until one more byte proves that it is not the last: it may be the only one.
    if (part_.size() == part_bytes(number_)) send_part();
    if (part_.empty()) part_.reserve(part_bytes(number_));
    const std::size_t taken = std::min(bytes.size(), part_bytes(number_) - part_.size());
    part_.append(bytes.substr(0, taken));
    bytes.remove_prefix(taken);
    bytes_ += taken;
  }
  state_ = State::open;
}

void S3Sink::finish() {
  require_open();
  state_ = State::broken;
  publish();
  state_ = State::finished;
}

void S3Sink::send_part() {
  if (upload_.empty()) {
    upload_ = bucket_.begin_upload(label_);
    parts_.emplace([this](int number, std::string bytes, const std::stop_token& stop) {
      return bucket_.put_part(label_.key, upload_, number, std::move(bytes), stop);
    });
    on_stop_.emplace(stop_, [this] { parts_->stop(s3_cancelled(Doing::writing)); });
  }
  if (number_ == parts_max || bytes_ >= object_bytes_max) {
    throw Failure(FailureKind::ours, "store_error", "the file cannot be stored: S3 takes 5 TiB at most: ask for less",
                  label_.key);
  }
  parts_->add(number_++, std::exchange(part_, {}));
}

void S3Sink::publish() {
  const bool in_parts = parts_.has_value();
  std::vector<S3Part> sent;
  if (in_parts) {
    parts_->add(number_, std::exchange(part_, {}));
    sent = parts_->finish();
  }
  S3Published outcome{};
  try {
    outcome =
        in_parts ? bucket_.complete(label_.key, upload_, sent, bytes_) : bucket_.put(label_, std::move(part_), stop_);
  } catch (const Failure& failure) {
    // Not told is not the same as not done.
    if (failure.kind() == FailureKind::cancel) take_back();
    if (failure.kind() != FailureKind::retry || !is_ours(S3Bucket::usual_patience)) throw;
    return;
  }
  if (outcome == S3Published::yes || is_ours(S3Bucket::usual_patience)) return;
  refuse(outcome);
}

bool S3Sink::is_ours(std::chrono::seconds patience) {
  const std::optional<S3Head> found = bucket_.head(label_.key, patience);
  return found && found->marker == label_.marker && found->bytes == bytes_;
}

// What S3 made of a request that was broken off.
void S3Sink::take_back() {
  try {
    if (is_ours(abort_patience)) bucket_.remove(label_.key);
  } catch (const std::exception&) {
    return;
  }
}

void S3Sink::refuse(S3Published outcome) {
  if (outcome == S3Published::taken || bucket_.head(label_.key)) {
    throw Failure(FailureKind::ours, "object_exists",
                  "the file cannot be stored: its name is taken: start the export again", bucket_.url_of(label_.key));
  }
  throw Failure(FailureKind::ours, "store_error",
                "the file cannot be stored: its unfinished part was removed: start the export again",
                bucket_.url_of(label_.key) + " upload " + upload_);
}

void S3Sink::require_open() const {
  assert(state_ != State::finished);
  if (state_ == State::open) return;
  throw Failure(FailureKind::ours, "store_error",
                "the file cannot be stored: an earlier write had failed: start the export again",
                bucket_.url_of(label_.key));
}

}  // namespace exportd::files
