#include "seal/header_opening.hpp"

#include <algorithm>
#include <string>

#include "core/failure.hpp"
#include "core/limits.hpp"
#include "seal/header.hpp"
#include "seal/x25519_stanza.hpp"

namespace exportd::seal {
namespace {

// Holds the header of an object sealed to a handful of recipients, so that one read serves nearly always.
constexpr std::size_t first_read_bytes = 4 * limits::KiB;

Failure failure(const char* code, const std::string& why_and_what_to_do) {
  return {FailureKind::ours, code, "the stored file cannot be opened: " + why_and_what_to_do};
}

std::string read_begin(ObjectReader& sealed, std::size_t bytes) {
  std::string begin(static_cast<std::size_t>(std::min<std::uint64_t>(bytes, sealed.size())), '\0');
  begin.resize(sealed.read_at(0, begin));
  return begin;
}

void require_age(std::string_view begin) {
  if (begin.starts_with(version_line)) return;
  if (begin.starts_with("-----BEGIN AGE")) {
    throw failure("not_sealed",
                  "it is an armored (text) age file: only binary ones are read; remove the armor with age");
  }
  if (begin.starts_with("age-encryption.org/")) {
    throw failure("not_sealed", "it is of another version of age than v1: use a newer program");
  }
  throw failure("not_sealed", begin.empty() ? "it is empty: run the export again or restore the file"
                                            : "it is not an age file: check that it is the right one");
}

std::string read_header(ObjectReader& sealed) {
  for (std::size_t bytes = first_read_bytes;; bytes = limits::seal_header_bytes_max) {
    std::string begin = read_begin(sealed, bytes);
    require_age(begin);
    if (const std::optional<std::size_t> length = header_length(begin)) {
      begin.resize(*length);
      return begin;
    }
    if (begin.size() < bytes) {
      throw failure("seal_header_invalid", "its age header is cut short: run the export again or restore the file");
    }
    if (bytes == limits::seal_header_bytes_max) {
      throw failure("seal_header_invalid", "its age header is longer than 64 KiB: check that it is the right one");
    }
  }
}

void require_authentic(const Header& header, std::string_view text, const FileKey& file_key) {
  if (header_authentic(header, text, file_key)) return;
  throw failure("seal_header_invalid",
                "the MAC of its age header is wrong: it was changed; run the export again or restore the file");
}

}  // namespace

OpenedHeader open_header(ObjectReader& sealed, std::span<const Identity> identities) {
  const std::string text = read_header(sealed);
  const Header header = parse_header(text);
  for (const Stanza& stanza : header.stanzas) {
    if (stanza.type == "scrypt") {
      throw failure("seal_passphrase", "it is sealed to a passphrase: only X25519 recipients are supported; use age");
    }
  }
  for (const Identity& identity : identities) {
    for (const Stanza& stanza : header.stanzas) {
      if (const std::optional<FileKey> file_key = unwrap_file_key(stanza, identity)) {
        require_authentic(header, text, *file_key);
        return {*file_key, text.size()};
      }
    }
  }
  throw failure("seal_no_identity", "none of the " + std::to_string(identities.size()) +
                                        " identities fits any of its " + std::to_string(header.stanzas.size()) +
                                        " recipients: give --identity FILE with one that it was sealed to");
}

OpenedHeader compare_header(ObjectReader& sealed, const FileKey& file_key, std::string_view expected) {
  if (expected.size() > limits::seal_header_bytes_max || read_begin(sealed, expected.size()) != expected) {
    throw failure("seal_header_invalid", "its header is not the one that was written: run the export again");
  }
  require_authentic(parse_header(expected), expected, file_key);
  return {file_key, expected.size()};
}

}  // namespace exportd::seal
