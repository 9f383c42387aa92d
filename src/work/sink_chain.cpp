#include "work/sink_chain.hpp"

#include <utility>

#include "table/compress_sink.hpp"

namespace exportd::work {

SinkChain::SinkChain(std::unique_ptr<ByteSink> object, const std::vector<seal::Recipient>& recipients,
                     Compression compression)
    : object_(std::move(object)),
      seal_(*object_, recipients),
      sealing_(seal_),
      digest_(sealing_),
      compression_(compression == Compression::none ? nullptr : table::make_compress_sink(compression, digest_)),
      background_(compression_ ? *compression_ : digest_) {}

}  // namespace exportd::work
