// ZstdSink: RFC 8878, one frame with a checksum, streaming. See compress_sink.hpp.
#pragma once

#include <zstd.h>
#include <memory>
#include <vector>

#include "core/ports.hpp"

namespace exportd::table {

class ZstdSink final : public ByteSink {
 public:
  explicit ZstdSink(ByteSink& next);

  void write(std::string_view bytes) override;
  void finish() override;

 private:
  // Returns what the library still holds back.
  std::size_t compress(ZSTD_inBuffer& in, ZSTD_EndDirective directive);

  ByteSink& next_;
  std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context_;
  std::vector<char> out_;
  bool finished_ = false;
};

}  // namespace exportd::table
