// DigestSink: counts and hashes (SHA-256) the bytes that pass through it unchanged.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/ports.hpp"
#include "seal/sha256.hpp"

namespace exportd::seal {

class DigestSink final : public ByteSink {
 public:
  explicit DigestSink(ByteSink& out) : out_(out) {}  // `out` must outlive this

  void write(std::string_view bytes) override;
  // Finishes `out` too.
  void finish() override;

  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
  // 64 lower-case hex digits; only after finish().
  [[nodiscard]] const std::string& sha256() const;

 private:
  ByteSink& out_;
  Sha256 digest_;
  std::uint64_t bytes_ = 0;
  std::string sha256_;
};

}  // namespace exportd::seal
