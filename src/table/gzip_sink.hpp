// GzipSink: RFC 1952, one member, streaming. See compress_sink.hpp.
#pragma once

#include <zlib.h>
#include <array>

#include "core/limits.hpp"
#include "core/ports.hpp"

namespace exportd::table {

class GzipSink final : public ByteSink {
 public:
  explicit GzipSink(ByteSink& next);
  ~GzipSink() override;
  GzipSink(const GzipSink&) = delete;
  GzipSink& operator=(const GzipSink&) = delete;

  void write(std::string_view bytes) override;
  void finish() override;

 private:
  void deflate_all(int flush);

  ByteSink& next_;
  z_stream stream_{};
  gz_header header_{};
  std::array<Bytef, 64 * limits::KiB> out_{};
  bool finished_ = false;
};

}  // namespace exportd::table
