// SinkChain: the way of the file's bytes, from the table to the object:
//   table → a thread: compression → digest → another thread: seal → object
// Every stage finishes itself and then the next one, so finishing the first publishes the object.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/file_options.hpp"
#include "core/ports.hpp"
#include "seal/digest_sink.hpp"
#include "seal/identity.hpp"
#include "seal/sealing_sink.hpp"
#include "work/background_sink.hpp"

namespace exportd::work {

class SinkChain {
 public:
  SinkChain(std::unique_ptr<ByteSink> object, const std::vector<seal::Recipient>& recipients, Compression compression);

  [[nodiscard]] ByteSink& first() { return background_; }
  void finish() { background_.finish(); }

  // Of the plain file, before compression; on the caller's thread.
  [[nodiscard]] std::uint64_t bytes_taken() const { return background_.bytes_taken(); }

  // Valid after finish().
  [[nodiscard]] const seal::DigestSink& digest() const { return digest_; }
  [[nodiscard]] const seal::SealingSink& seal() const { return seal_; }

 private:
  std::unique_ptr<ByteSink> object_;
  seal::SealingSink seal_;
  BackgroundSink sealing_;
  seal::DigestSink digest_;
  std::unique_ptr<ByteSink> compression_;  // null: none
  BackgroundSink background_;              // last: threads end before what they write to
};

}  // namespace exportd::work
