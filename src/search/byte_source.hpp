// ByteSource: where the bytes of an import come from. Errors are Failure `file_unreadable` (ours).
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <stop_token>
#include <string_view>

#include "core/failure.hpp"

namespace exportd::search {

// How an import ends that was asked to stop, wherever it notices.
[[nodiscard]] Failure import_stopped();

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Fills the start of `into`; returns how many bytes, 0 only at the end.
  virtual std::size_t read(std::span<char> into) = 0;
};

// A file as it is; "/dev/stdin" is one too. A pipe or a terminal may be silent for ever: waiting for it, or reading on,
// is Failure cancel `cancelled` once `stop` is requested.
[[nodiscard]] std::unique_ptr<ByteSource> open_file(const std::filesystem::path&, const std::stop_token& stop);

// Bytes that outlive the source, such as the data set inside the binary.
[[nodiscard]] std::unique_ptr<ByteSource> from_memory(std::string_view bytes);

// What `inner` holds once gunzipped, when it begins with gzip's magic (RFC 1952; several members are one text), else
// the bytes as they are. A member that is cut short or damaged, or bytes behind the last one, is a Failure.
[[nodiscard]] std::unique_ptr<ByteSource> gunzipped(std::unique_ptr<ByteSource> inner);

}  // namespace exportd::search
