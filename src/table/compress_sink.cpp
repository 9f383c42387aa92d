#include "table/compress_sink.hpp"

#include <cassert>

#include "table/gzip_sink.hpp"
#include "table/zstd_sink.hpp"

namespace exportd::table {

std::unique_ptr<ByteSink> make_compress_sink(Compression compression, ByteSink& next) {
  assert(compression != Compression::none);
  if (compression == Compression::gzip) return std::make_unique<GzipSink>(next);
  return std::make_unique<ZstdSink>(next);
}

}  // namespace exportd::table
