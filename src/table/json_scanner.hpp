// JsonScanner: one pass over one document that checks JSON's whole grammar and hands out raw values.
// Numbers are recognised, never converted; strings are delimited, never decoded. simdjson's on-demand parser would
// need a second pass for its index and leaves what is skipped unchecked; with the next key predicted (key_table.hpp)
// this one is faster on wide flat records and lets nothing broken through. That the bytes are UTF-8 is checked before.
// Up to 16 bytes behind the text are read (not used), which limits::page_padding_bytes allows for.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "core/limits.hpp"
#include "table/key_table.hpp"
#include "table/raw_value.hpp"

namespace exportd::table {

// Thrown by the scanner, caught where the record is known by name.
struct BrokenJson {
  std::size_t offset = 0;
  const char* what = "";
};

// The length of a plain number ([-] digits [. digits]) of at most 15 characters at `at`; 0: anything else.
// All of the grammar in bit masks, as its branches would be mispredicted at every other number.
[[nodiscard]] inline unsigned short_number([[maybe_unused]] const char* at) {
#if defined(__SSE2__)
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  const __m128i value = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
  const __m128i is_digit = _mm_cmpeq_epi8(_mm_min_epu8(value, _mm_set1_epi8(9)), value);
  const auto digits = static_cast<unsigned>(_mm_movemask_epi8(is_digit));
  const auto points = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('.'))));
  const unsigned minus = at[0] == '-' ? 1U : 0U;
  const auto length = static_cast<unsigned>(std::countr_one(digits | points | minus));
  if (length == 0 || length > 15) return 0;
  const unsigned inside = points & ((1U << length) - 1);
  const unsigned bad_points = inside & (inside - 1);  // more than one
  const unsigned ends = (digits >> minus) & (digits >> (length - 1)) & 1U;
  const unsigned leading_zero = static_cast<unsigned>(at[minus] == '0') & (digits >> (minus + 1));
  const auto exponent = static_cast<unsigned>((static_cast<unsigned char>(at[length]) | 0x20U) == 'e');
  return (bad_points | (ends ^ 1U) | (leading_zero & 1U) | exponent) == 0 ? length : 0;
#else
  return 0;
#endif
}

class JsonScanner {
 public:
  explicit JsonScanner(std::string_view text) : from_(text.data()), at_(from_), end_(from_ + text.size()) {}

  // The value at the cursor, which moves behind it.
  [[nodiscard]] RawValue value() {
    if (at_ >= end_) broken("a value is missing");
    const unsigned length = short_number(at_);
    if (length == 0 || length > static_cast<std::size_t>(end_ - at_)) return other_value();
    const char* const from = at_;
    at_ += length;
    return {from, length, Token::number};
  }
  void skip_value() { static_cast<void>(value()); }

  // The character at the cursor, white space skipped.
  [[nodiscard]] char peek() {
    skip_space();
    return at_ < end_ ? *at_ : '\0';
  }

  // An object at the cursor: on_field(meaning of the key) is called for each field and must consume its value.
  template <class OnField>
  void object(KeyTable& keys, OnField&& on_field) {
    if (!open('{', '}')) return;
    KeyTable::Key last = KeyTable::none;
    do {
      const KeyTable::Key predicted = keys.after(last);
      const std::size_t matched = keys.match(predicted, at_, static_cast<std::size_t>(end_ - at_));
      if (matched != 0) {
        last = predicted;
        at_ += matched;
      } else {
        const KeyTable::Key found = keys.find(key());
        keys.learn(last, found);
        last = found;
      }
      skip_space();
      on_field(keys.meaning(last));
    } while (more('}'));
    --depth_;
  }

  // A list at the cursor: on_element() is called for each element and must consume it.
  template <class OnElement>
  void list(OnElement&& on_element) {
    if (!open('[', ']')) return;
    do {
      on_element();
    } while (more(']'));
    --depth_;
  }

  // Nothing may follow but white space.
  void end();

  [[noreturn]] void broken(const char* what) const {
    throw BrokenJson{.offset = static_cast<std::size_t>(at_ - from_), .what = what};
  }

 private:
  // Twice what the importer lets in, so that the two can never disagree about a record that is in.
  static constexpr std::size_t depth_max = 2 * limits::record_depth_max;

  void skip_space() {
    while (at_ < end_ && static_cast<unsigned char>(*at_) <= ' ') {
      if (*at_ != ' ' && *at_ != '\n' && *at_ != '\r' && *at_ != '\t') broken("a control character");
      ++at_;
    }
  }
  // false: the object or list is empty and the cursor behind it.
  bool open(char opening, char closing) {
    if (peek() != opening) broken("a bracket is missing");
    ++at_;
    if (peek() == closing) return ++at_, false;
    if (++depth_ > depth_max) broken("nested too deeply");
    return true;
  }
  // Behind a member: true at the start of the next, false behind the closing bracket.
  bool more(char closing) {
    const char next = at_ < end_ && *at_ > ' ' ? *at_ : peek();
    if (next == ',') {
      ++at_;
      skip_space();
      return true;
    }
    if (next != closing) broken("a comma or a closing bracket is missing");
    ++at_;
    return false;
  }
  std::string_view key();  // with the colon behind it
  RawValue string();
  RawValue other_value();  // of any kind, white space before it allowed
  RawValue number();
  RawValue literal(std::string_view word, Token token);
  void skip_object();
  void escape();
  unsigned hex4();

  const char* from_;
  const char* at_;
  const char* end_;
  std::size_t depth_ = 0;
};

}  // namespace exportd::table
