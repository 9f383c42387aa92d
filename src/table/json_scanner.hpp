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
#include <type_traits>

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

// 16 bytes that may begin with a plain number: [-] digits [. digits], at most 15 characters of them. All of the grammar
// in bit masks, one bit a byte, as its branches would be mispredicted at every other number.
struct NumberMasks {
#if defined(__SSE2__)
  explicit NumberMasks(const char* at) : minus(at[0] == '-' ? 1U : 0U) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    // '0' to '9', moved to the upper end of what a signed byte can be.
    const __m128i is_digit = _mm_cmpgt_epi8(_mm_add_epi8(bytes, _mm_set1_epi8(127 - '9')), _mm_set1_epi8(127 - 10));
    digits = static_cast<unsigned>(_mm_movemask_epi8(is_digit));
    points = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('.'))));
    zeros = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('0'))));
    commas = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(','))));
  }
#else
  explicit NumberMasks(const char*) {}  // no bit set: no plain number
#endif

  // Whether the bytes marked in `all`, none or the first ones, are a plain number. Behind them stands no digit.
  [[nodiscard]] bool plain(unsigned all) const {
    const unsigned first = 1U + minus;
    const unsigned last = all ^ (all >> 1);
    const unsigned no_digit = (first | last) & ~digits;
    const unsigned others = (all ^ minus) & ~digits;  // at most one, a point
    const unsigned leading_zero = zeros & (digits >> 1) & first;
    return (no_digit | (others & (others - 1)) | (others & ~points) | leading_zero) == 0;
  }
  // Its length if a comma stands behind it, else 0. Without a comma all 32 bits are asked for, of which 16 are others.
  [[nodiscard]] unsigned before_comma() const {
    return plain(~commas & (commas - 1)) ? static_cast<unsigned>(std::countr_zero(commas)) : 0;
  }
  // Its length as far as it goes, which may be into an exponent; 0: it is none.
  [[nodiscard]] unsigned length() const {
    const auto bytes = static_cast<unsigned>(std::countr_one(digits | points | minus));
    return bytes < 16 && plain((1U << bytes) - 1) ? bytes : 0;
  }

  unsigned minus = 0;  // the first bit, if the number has one
  unsigned zero = 0;   // the bit of the first digit, if it is 0
  unsigned digits = 0;
  unsigned points = 0;
  unsigned zeros = 0;
  unsigned commas = 0;
};

class JsonScanner {
 public:
  explicit JsonScanner(std::string_view text) : from_(text.data()), at_(from_), end_(from_ + text.size()) {}

  // The value at the cursor, which moves behind it.
  [[nodiscard]] RawValue value() {
    if (at_ >= end_) broken("a value is missing");
    const unsigned length = NumberMasks(at_).length();
    if (length == 0 || length > static_cast<std::size_t>(end_ - at_) || (at_[length] | 0x20) == 'e') {
      return other_value();
    }
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
    object(keys, on_field, NoRuns{});
  }

  // The same for an object that may hold thousands of numbers: most of them are only given to
  // on_number(meaning of the key, first character, length), which may decline one by returning false.
  template <class OnField, class OnNumber>
  void object(KeyTable& keys, OnField&& on_field, [[maybe_unused]] OnNumber on_number) {
    if (!open('{', '}')) return;
    KeyTable::Key last = KeyTable::none;
    do {
      if constexpr (!std::is_same_v<OnNumber, NoRuns>) last = numbers(keys, last, on_number);
      const KeyTable::Key predicted = keys.after(last);
      const auto left = static_cast<std::size_t>(end_ - at_);
      const std::size_t matched = keys.match(predicted, at_, left);
      if (matched != 0 && matched <= left) {
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
  struct NoRuns {};

  // Twice what the importer lets in, so that the two can never disagree about a record that is in.
  static constexpr std::size_t depth_max = 2 * limits::record_depth_max;

  // A run of fields: each a known name, a plain number and a comma, no white space but blanks between them. Stops at
  // the start of the first field that is anything else. The cursor is a local meanwhile, to stay in a register.
  template <class OnNumber>
  KeyTable::Key numbers(KeyTable& keys, KeyTable::Key last, OnNumber& on_number) {
    const char* at = at_;
    while (at < end_) {
      KeyTable::Found key{keys.after(last)};
      key.bytes = keys.match(key.key, at, static_cast<std::size_t>(end_ - at));
      if (key.bytes == 0) {
        if (*at == ' ') {
          ++at;
          continue;
        }
        key = keys.short_key(at);
        if (key.key == KeyTable::none) break;
        keys.learn(last, key.key);
      }
      const char* value = at + key.bytes;
      if (value >= end_) break;
      unsigned length = NumberMasks(value).before_comma();
      if (length == 0 && *value == ' ') {
        ++value;
        if (value < end_) length = NumberMasks(value).before_comma();
      }
      if (length == 0 || length >= static_cast<std::size_t>(end_ - value)) break;
      if (!on_number(keys.meaning(key.key), value, length)) break;
      last = key.key;
      at = value + length + 1;
    }
    at_ = at;
    return last;
  }

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
