#include "seal/header.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <cassert>

#include "core/base64.hpp"
#include "core/failure.hpp"
#include "core/limits.hpp"
#include "seal/key_derivation.hpp"

namespace exportd::seal {
namespace {

constexpr std::string_view stanza_mark = "-> ";
constexpr std::string_view end_mark = "---";
constexpr std::size_t body_columns = 64;

class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  // Without its line feed, which every line must have.
  std::string_view next() {
    ++number_;
    const std::size_t end = rest_.find('\n');
    if (end == std::string_view::npos) throw failure("the line has no end");
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return line;
  }
  [[nodiscard]] std::string_view rest() const { return rest_; }

  [[nodiscard]] Failure failure(const std::string& why) const {
    return {FailureKind::ours, "seal_header_invalid",
            "the stored file cannot be opened: line " + std::to_string(number_) + " of its age header is wrong (" +
                why + "): it is damaged; run the export again or restore the file"};
  }

 private:
  std::string_view rest_;
  std::size_t number_ = 0;
};

// "X25519 TEiF0ypq…": words of visible ASCII, one blank between two.
std::vector<std::string> parse_words(std::string_view text, const Lines& lines) {
  std::vector<std::string> words;
  while (true) {
    const std::string_view word = text.substr(0, text.find(' '));
    const auto visible = [](char c) { return c >= '!' && c <= '~'; };
    if (word.empty() || !std::ranges::all_of(word, visible)) throw lines.failure("an argument is malformed");
    words.emplace_back(word);
    if (word.size() == text.size()) return words;
    text.remove_prefix(word.size() + 1);
  }
}

// Full lines of 64 columns, then one shorter line, which may be empty.
std::string parse_body(Lines& lines) {
  std::string text;
  while (true) {
    const std::string_view line = lines.next();
    if (line.size() > body_columns) throw lines.failure("it is longer than 64 columns");
    text += line;
    const std::optional<std::string> decoded = base64_decode(line);
    if (!decoded) throw lines.failure("it is not canonical Base64");
    if (line.size() < body_columns) break;
  }
  // Full lines hold 48 bytes each, so that the lines decode apart as they decode together.
  return *base64_decode(text);
}

Stanza parse_stanza(Lines& lines) {
  const std::string_view line = lines.next();
  if (!line.starts_with(stanza_mark)) throw lines.failure("a stanza must begin with ->");
  std::vector<std::string> words = parse_words(line.substr(stanza_mark.size()), lines);
  Stanza stanza;
  stanza.type = std::move(words.front());
  words.erase(words.begin());
  stanza.arguments = std::move(words);
  stanza.body = parse_body(lines);
  return stanza;
}

HeaderMac parse_mac(Lines& lines) {
  std::string_view line = lines.next();
  line.remove_prefix(end_mark.size());
  if (!line.starts_with(' ')) throw lines.failure("--- must be followed by a blank and the MAC");
  const std::optional<std::string> decoded = base64_decode(line.substr(1));
  HeaderMac mac{};
  if (!decoded || decoded->size() != mac.size()) throw lines.failure("the MAC is not 32 bytes of canonical Base64");
  std::ranges::copy(bytes_of(*decoded), mac.begin());
  return mac;
}

// The part of a whole header that its MAC covers.
std::string_view covered_by_mac(std::string_view text) {
  return text.substr(0, text.rfind(end_mark) + end_mark.size());
}

}  // namespace

HeaderMac header_mac(const FileKey& file_key, std::string_view text_up_to_dashes) {
  const SecretBytes<32> key = hkdf_sha256(file_key.bytes(), {}, "header");
  return hmac_sha256(key.bytes(), text_up_to_dashes);
}

std::string format_header(const std::vector<Stanza>& stanzas, const FileKey& file_key) {
  std::string text(version_line);
  for (const Stanza& stanza : stanzas) {
    text.append(stanza_mark).append(stanza.type);
    for (const std::string& argument : stanza.arguments) text.append(" ").append(argument);
    const std::string body = base64_encode(bytes_of(stanza.body));
    for (std::size_t at = 0; at <= body.size(); at += body_columns) {
      text.append("\n").append(std::string_view(body).substr(at, body_columns));
    }
    text.push_back('\n');
  }
  text.append(end_mark);
  const HeaderMac mac = header_mac(file_key, text);
  text.append(" ").append(base64_encode(mac)).append("\n");
  return text;
}

std::optional<std::size_t> header_length(std::string_view begin) {
  // Neither "-> " nor Base64 begins with "---", so the first line that does is the last of the header.
  const std::size_t dashes = begin.find("\n---");
  if (dashes == std::string_view::npos) return std::nullopt;
  const std::size_t end = begin.find('\n', dashes + 1);
  if (end == std::string_view::npos) return std::nullopt;
  return end + 1;
}

Header parse_header(std::string_view text) {
  assert(text.size() <= limits::seal_header_bytes_max);
  Lines lines(text);
  if (lines.next() != version_line.substr(0, version_line.size() - 1)) throw lines.failure("it is another version");
  Header header;
  while (!lines.rest().starts_with(end_mark)) {
    if (header.stanzas.size() == limits::seal_recipients_max) {
      throw lines.failure("more than " + std::to_string(limits::seal_recipients_max) + " stanzas follow");
    }
    header.stanzas.push_back(parse_stanza(lines));
  }
  if (header.stanzas.empty()) throw lines.failure("no stanza follows");
  header.mac = parse_mac(lines);
  if (!lines.rest().empty()) throw lines.failure("something follows the MAC");
  return header;
}

bool header_authentic(const Header& header, std::string_view text, const FileKey& file_key) {
  const HeaderMac expected = header_mac(file_key, covered_by_mac(text));
  return CRYPTO_memcmp(expected.data(), header.mac.data(), expected.size()) == 0;
}

}  // namespace exportd::seal
