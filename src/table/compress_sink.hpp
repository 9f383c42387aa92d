// CompressSink: the file's bytes → one gzip member or one zstd frame, streaming, as one more link of the chain.
// gzip: no name, mtime 0, OS byte 255 (unknown), so that the same bytes in give the same bytes out on any machine.
#pragma once

#include <memory>

#include "core/file_options.hpp"
#include "core/ports.hpp"

namespace exportd::table {

// finish() ends the member or frame and then finishes `next`; destroying the sink before that abandons it.
// Compression::none is a programming error: write to `next` itself.
[[nodiscard]] std::unique_ptr<ByteSink> make_compress_sink(Compression compression, ByteSink& next);

}  // namespace exportd::table
