// Fuzzes the reader of sealed objects. The first byte of the input chooses:
//   even  the rest is the object, opened with an identity and with a file key
//   odd   the rest is a list of changes to a valid object; whatever they are, either the sealed text comes out,
//         from an object that is unchanged, or a Failure
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/failure.hpp"
#include "core/limits.hpp"
#include "seal/sealing_sink.hpp"
#include "seal/verify.hpp"

namespace {

using namespace exportd;
using namespace exportd::seal;

class TextObject final : public ObjectReader {
 public:
  explicit TextObject(std::string_view bytes) : bytes_(bytes) {}
  [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }
  std::size_t read_at(std::uint64_t offset, std::span<char> into) override {
    if (offset >= bytes_.size()) return 0;
    return bytes_.copy(into.data(), into.size(), static_cast<std::size_t>(offset));
  }

 private:
  std::string_view bytes_;
};

class TextSink final : public ByteSink {
 public:
  void write(std::string_view bytes) override { text += bytes; }
  void finish() override {}
  std::string text;
};

struct Sealed {
  std::string plain;
  std::string object;
  FileKey file_key;
  std::string header;
};

RandomFill counting_random(std::uint8_t first) {
  return [next = first](std::span<std::uint8_t> into) mutable {
    for (std::uint8_t& byte : into) byte = next++;
  };
}

const Identity& identity() {
  static const Identity identity = Identity::generate(counting_random(0x20));
  return identity;
}

Sealed seal_text(std::size_t bytes) {
  Sealed sealed;
  sealed.plain.assign(bytes, 'p');
  for (std::size_t i = 0; i < bytes; i += 97) sealed.plain[i] = static_cast<char>(i / 97);
  TextSink out;
  SealingSink sink(out, {{identity().recipient()}}, counting_random(0x60));
  sink.write(sealed.plain);
  sink.finish();
  sealed.object = out.text;
  sealed.file_key = sink.file_key();
  sealed.header = sink.header();
  return sealed;
}

const Sealed& valid_object(std::uint8_t choice) {
  static const Sealed objects[] = {seal_text(0), seal_text(30), seal_text(limits::seal_chunk_bytes),
                                   seal_text(2 * limits::seal_chunk_bytes + 10)};
  return objects[choice % 4];
}

// What comes out, forwards and from the middle, must agree; nullopt for a Failure.
template <class... Keys>
std::optional<std::string> opened(std::string_view object, const Keys&... keys) {
  try {
    TextObject sealed(object);
    OpeningReader reader(sealed, keys...);
    TextSink out;
    if (copy_plain(reader, out, {}) != reader.size()) std::abort();
    std::string half(out.text.size() / 2, '\0');
    const std::uint64_t middle = reader.size() - half.size();
    if (reader.read_at(middle, half) != half.size() || !out.text.ends_with(half)) std::abort();
    return out.text;
  } catch (const Failure&) {
    return std::nullopt;
  }
}

class Input {
 public:
  explicit Input(std::string_view bytes) : bytes_(bytes) {}
  [[nodiscard]] bool empty() const { return bytes_.empty(); }
  std::size_t next(int octets) {
    std::size_t value = 0;
    for (; octets > 0 && !bytes_.empty(); --octets) {
      value = value << 8U | static_cast<std::uint8_t>(bytes_.front());
      bytes_.remove_prefix(1);
    }
    return value;
  }

 private:
  std::string_view bytes_;
};

void change(std::string& object, Input& input) {
  const std::size_t kind = input.next(1);
  const std::size_t at = input.next(3) % (object.size() + 1);
  const std::size_t bytes = input.next(2);
  switch (kind % 5) {
    case 0:
      if (at < object.size()) object[at] = static_cast<char>(object[at] ^ static_cast<char>(bytes));
      break;
    case 1: object.resize(at); break;
    case 2: object.insert(at, bytes % 100, '\n'); break;
    case 3: object.erase(at, bytes); break;
    default: object.insert(at, object.substr(object.size() / 2, bytes)); break;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Sealed& sealed = valid_object(static_cast<std::uint8_t>(data[0] >> 1U));
  if (data[0] % 2 == 0) {
    const std::optional<std::string> plain = opened(rest, std::span(&identity(), 1));
    static_cast<void>(opened(rest, sealed.file_key, sealed.header));
    static_cast<void>(opened(sealed.header + std::string(rest), sealed.file_key, sealed.header));
    if (plain && rest.size() < 150) std::abort();  // no header is that short
    return 0;
  }
  std::string object = sealed.object;
  Input input(rest);
  for (int changes = 0; changes < 4 && !input.empty(); ++changes) change(object, input);
  const std::optional<std::string> want = object == sealed.object ? std::optional(sealed.plain) : std::nullopt;
  if (opened(object, std::span(&identity(), 1)) != want) std::abort();
  if (opened(object, sealed.file_key, sealed.header) != want) std::abort();
  return 0;
}
