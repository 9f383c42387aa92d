// SHA-256 (FIPS 180-4) of a stream of bytes.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace exportd::seal {

class Sha256 {
 public:
  Sha256();
  void update(std::string_view bytes);
  // 64 lower-case hex digits; ends the stream.
  [[nodiscard]] std::string finish_hex();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

// Of one text: 64 lower-case hex digits.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace exportd::seal
