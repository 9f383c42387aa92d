// DirectorySink: one object on its way into a DirectoryStore.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/limits.hpp"
#include "core/ports.hpp"
#include "files/file_descriptor.hpp"

namespace exportd::files {

constexpr std::size_t write_buffer_bytes = 256 * limits::KiB;
constexpr std::size_t send_on_bytes = 8 * limits::MiB;

// The folders of the store, which outlives its sinks.
struct StorePlace {
  int root;
  int unfinished;
  std::string path;  // for details of failures only
};

class DirectorySink final : public ByteSink {
 public:
  // Opens a new unfinished file. `segments`: of the object's key.
  DirectorySink(StorePlace place, std::vector<std::string> segments);
  ~DirectorySink() override;
  DirectorySink(const DirectorySink&) = delete;
  DirectorySink& operator=(const DirectorySink&) = delete;

  void write(std::string_view bytes) override;
  // On return the object is visible and survives a power cut. On Failure it is not visible.
  void finish() override;

 private:
  enum class State { open, finished, broken /* an earlier call failed: the object must never be published */ };

  void require_open() const;
  void flush();
  void append(std::string_view bytes);
  void publish();
  [[nodiscard]] bool publish_in(const std::vector<FileDescriptor>& folders);
  [[nodiscard]] std::string described(const char* call) const;

  StorePlace place_;
  std::vector<std::string> segments_;
  std::string unfinished_name_;
  FileDescriptor file_;
  std::string buffer_;
  State state_ = State::open;
  std::uint64_t written_ = 0;
  std::uint64_t sent_on_ = 0;
};

}  // namespace exportd::files
