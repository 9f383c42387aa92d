// PartUploads: the parts of one object on their way, some at once, in bounded memory. Knows nothing of S3.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "core/failure.hpp"
#include "files/s3_part_plan.hpp"
#include "files/s3_xml.hpp"

namespace exportd::files {

// Called by one thread, but for stop(); uploads on threads of its own, which are started when they are needed.
class PartUploads {
 public:
  // `upload` is called by several threads at once; it ends soon, by a Failure, when a stop is requested.
  using Upload = std::function<S3Part(int number, std::string bytes, const std::stop_token& stop)>;

  explicit PartUploads(Upload upload) : upload_(std::move(upload)) {}
  ~PartUploads();  // breaks off what is under way, and waits until it is
  PartUploads(const PartUploads&) = delete;
  PartUploads& operator=(const PartUploads&) = delete;

  // Waits until there is room for the part (s3_part_plan.hpp). Throws the first failure of any.
  void add(int number, std::string bytes);
  // Waits for all; in the order of their numbers. Throws the first failure of any.
  [[nodiscard]] std::vector<S3Part> finish();
  // Breaks off what is under way: from now on the calls above throw `why`, unless a part failed before. From any
  // thread.
  void stop(const Failure& why);

 private:
  struct Part {
    int number;
    std::string bytes;
  };

  void work(const std::stop_token& stop);
  void throw_if_failed() const;
  void failed(const Failure& failure);

  const Upload upload_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable_any changed_;
  std::deque<Part> waiting_;
  std::size_t parts_under_way_ = 0;  // waiting ones too
  std::size_t bytes_under_way_ = 0;
  std::vector<S3Part> done_;
  std::optional<Failure> failure_;
  std::vector<std::jthread> threads_;  // goes first: its threads use all the others
};

}  // namespace exportd::files
