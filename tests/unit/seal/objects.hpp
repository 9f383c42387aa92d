// What the tests of the seal need: objects and sinks in memory, fixed randomness, a sealed text in one call.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/failure.hpp"
#include "seal/sealing_sink.hpp"
#include "seal/verify.hpp"

namespace exportd::seal {

class TextObject final : public ObjectReader {
 public:
  explicit TextObject(std::string bytes) : bytes_(std::move(bytes)) {}
  [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }
  std::size_t read_at(std::uint64_t offset, std::span<char> into) override {
    if (offset >= bytes_.size()) return 0;
    return bytes_.copy(into.data(), into.size(), static_cast<std::size_t>(offset));
  }

 private:
  std::string bytes_;
};

class TextSink final : public ByteSink {
 public:
  void write(std::string_view bytes) override { text += bytes; }
  void finish() override { finished = true; }
  std::string text;
  bool finished = false;
};

// Bytes that repeat neither with a chunk nor with a power of two.
inline std::string sample_text(std::size_t bytes) {
  std::string text(bytes, '\0');
  for (std::size_t i = 0; i < bytes; ++i) text[i] = static_cast<char>((i * 7 + i / 251) % 256);
  return text;
}

// 0, 1, 2, … so that equal seeds give equal objects.
inline RandomFill counting_random(std::uint8_t seed = 0) {
  return [next = seed](std::span<std::uint8_t> into) mutable {
    for (std::uint8_t& byte : into) byte = next++;
  };
}

inline const Identity& test_identity() {
  static const Identity identity = Identity::generate(counting_random(0x40));
  return identity;
}

struct Sealed {
  std::string object;
  FileKey file_key;
  std::string header;
};

inline Sealed seal_text(std::string_view plain, const RandomFill& random = system_random) {
  TextSink out;
  SealingSink sink(out, {{test_identity().recipient()}}, random);
  sink.write(plain);
  sink.finish();
  return {out.text, sink.file_key(), sink.header()};
}

inline std::string read_all(ObjectReader& reader) {
  std::string text(static_cast<std::size_t>(reader.size()), '\0');
  text.resize(reader.read_at(0, text));
  return text;
}

inline std::string open_text(const std::string& object, const Identity& identity = test_identity()) {
  TextObject sealed(object);
  OpeningReader reader(sealed, {{identity}});
  return read_all(reader);
}

// The code of the Failure that `action` throws; "none" if it throws none.
template <class Action>
std::string failure_code(Action action) {
  try {
    action();
  } catch (const Failure& failure) {
    EXPECT_NE(failure.message(), "");
    EXPECT_EQ(failure.message().find('\n'), std::string::npos) << failure.message();
    return failure.code();
  }
  return "none";
}

inline std::string from_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
  }
  return bytes;
}

inline std::string to_hex(Bytes bytes) {
  std::string hex;
  for (const std::uint8_t byte : bytes) {
    hex.push_back("0123456789abcdef"[byte >> 4U]);
    hex.push_back("0123456789abcdef"[byte & 15U]);
  }
  return hex;
}

template <std::size_t N>
SecretBytes<N> secret_from_hex(std::string_view hex) {
  const std::string bytes = from_hex(hex);
  return SecretBytes<N>(bytes_of(bytes).first<N>());
}

}  // namespace exportd::seal
