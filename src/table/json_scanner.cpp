#include "table/json_scanner.hpp"

namespace exportd::table {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

#if defined(__SSE2__)
// One bit for each of the 16 bytes at `at` that ends a run of plain string characters: quote, backslash, control.
unsigned string_stops(const char* at) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1f)), bytes);
  const __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
  const __m128i backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
  return static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(control, _mm_or_si128(quote, backslash))));
}

#endif

}  // namespace

RawValue JsonScanner::other_value() {
  switch (peek()) {
    case '"': return string();
    case '{': {
      const char* from = at_;
      skip_object();
      return {from, static_cast<std::uint32_t>(at_ - from), Token::object};
    }
    case '[': {
      const char* from = at_;
      list([this] { skip_value(); });
      return {from, static_cast<std::uint32_t>(at_ - from), Token::list};
    }
    case 't': return literal("true", Token::yes);
    case 'f': return literal("false", Token::no);
    case 'n': return literal("null", Token::null);
    default: return number();
  }
}

void JsonScanner::end() {
  if (peek() != '\0' || at_ != end_) broken("something follows the record");
}

std::string_view JsonScanner::key() {
  if (peek() != '"') broken("a field's name is missing");
  const RawValue name = string();
  if (peek() != ':') broken("a colon is missing");
  ++at_;
  return name.raw();
}

void JsonScanner::skip_object() {
  if (!open('{', '}')) return;
  do {
    static_cast<void>(key());
    skip_value();
  } while (more('}'));
  --depth_;
}

RawValue JsonScanner::string() {
  const char* const from = ++at_;
  Token token = Token::text;
  for (;;) {
#if defined(__SSE2__)
    const unsigned stops = at_ < end_ ? string_stops(at_) : 1U;
    if (stops == 0) {
      at_ += 16;
      continue;
    }
    at_ += std::countr_zero(stops);
#else
    while (at_ < end_ && *at_ != '"' && *at_ != '\\' && static_cast<unsigned char>(*at_) >= 0x20) ++at_;
#endif
    if (at_ >= end_) broken("a string is not closed");
    if (*at_ == '"') break;
    if (*at_ != '\\') broken("a control character in a string");
    token = Token::escaped;
    escape();
  }
  const auto bytes = static_cast<std::uint32_t>(at_ - from);
  ++at_;
  return {from, bytes, token};
}

void JsonScanner::escape() {
  ++at_;
  if (at_ >= end_) broken("a string is not closed");
  const char kind = *at_++;
  if (kind != 'u') {
    if (std::string_view("\"\\/bfnrt").find(kind) == std::string_view::npos) broken("an unknown escape");
    return;
  }
  const unsigned unit = hex4();
  if (unit < 0xD800 || unit > 0xDFFF) return;
  // A high surrogate must be followed by its low one: half a character cannot be written as UTF-8.
  if (unit > 0xDBFF || end_ - at_ < 6 || at_[0] != '\\' || at_[1] != 'u') broken("a lone surrogate");
  at_ += 2;
  const unsigned low = hex4();
  if (low < 0xDC00 || low > 0xDFFF) broken("a lone surrogate");
}

unsigned JsonScanner::hex4() {
  if (end_ - at_ < 4) broken("a string is not closed");
  unsigned unit = 0;
  for (int i = 0; i < 4; ++i, ++at_) {
    const char c = *at_;
    const char low = static_cast<char>(c | 0x20);
    if (!is_digit(c) && (low < 'a' || low > 'f')) broken("a \\u escape without four hex digits");
    unit = unit * 16 + static_cast<unsigned>(is_digit(c) ? c - '0' : low - 'a' + 10);
  }
  return unit;
}

RawValue JsonScanner::number() {
  const char* const from = at_;
  const auto digits = [this] {
    const char* const first = at_;
    while (at_ < end_ && is_digit(*at_)) ++at_;
    return at_ - first;
  };
  if (at_ < end_ && *at_ == '-') ++at_;
  const bool zero = at_ < end_ && *at_ == '0';
  const auto whole = digits();
  if (whole == 0 || (zero && whole > 1)) broken("neither a number nor another value");
  if (at_ < end_ && *at_ == '.') {
    ++at_;
    if (digits() == 0) broken("a number without a digit behind its point");
  }
  if (at_ < end_ && (*at_ == 'e' || *at_ == 'E')) {
    ++at_;
    if (at_ < end_ && (*at_ == '+' || *at_ == '-')) ++at_;
    if (digits() == 0) broken("a number without a digit in its exponent");
  }
  return {from, static_cast<std::uint32_t>(at_ - from), Token::number};
}

RawValue JsonScanner::literal(std::string_view word, Token token) {
  const char* const from = at_;
  if (static_cast<std::size_t>(end_ - at_) < word.size() || std::string_view(at_, word.size()) != word) {
    broken("neither true, false nor null");
  }
  at_ += word.size();
  return {from, static_cast<std::uint32_t>(word.size()), token};
}

}  // namespace exportd::table
