#include "table/zstd_sink.hpp"

#include <cassert>
#include <string>

#include "core/failure.hpp"

namespace exportd::table {
namespace {

constexpr int level = 3;  // the library's own default

void require(bool done, const std::string& detail) {
  if (!done) {
    throw Failure(FailureKind::ours, "compression_failed", "the file could not be compressed: try again", detail);
  }
}

}  // namespace

ZstdSink::ZstdSink(ByteSink& next)
    : next_(next), context_(ZSTD_createCCtx(), &ZSTD_freeCCtx), out_(ZSTD_CStreamOutSize()) {
  require(context_ != nullptr &&
              ZSTD_isError(ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, level)) == 0 &&
              ZSTD_isError(ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1)) == 0,
          "setting up zstd");
}

std::size_t ZstdSink::compress(ZSTD_inBuffer& in, ZSTD_EndDirective directive) {
  ZSTD_outBuffer out{out_.data(), out_.size(), 0};
  const std::size_t left = ZSTD_compressStream2(context_.get(), &out, &in, directive);
  require(ZSTD_isError(left) == 0, ZSTD_getErrorName(left));
  if (out.pos != 0) next_.write({out_.data(), out.pos});
  return left;
}

void ZstdSink::write(std::string_view bytes) {
  assert(!finished_);
  ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
  while (in.pos < in.size) compress(in, ZSTD_e_continue);
}

void ZstdSink::finish() {
  assert(!finished_);
  ZSTD_inBuffer in{nullptr, 0, 0};
  while (compress(in, ZSTD_e_end) != 0) {
  }
  finished_ = true;
  next_.finish();
}

}  // namespace exportd::table
