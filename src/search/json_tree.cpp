#include "search/json_tree.hpp"

#include <simdjson.h>

#include <algorithm>
#include <utility>

#include "core/json_number.hpp"
#include "core/limits.hpp"

namespace exportd::search {
namespace {

// Thrown inside this file only: the reader has nothing to undo.
struct Refused {
  JsonFault fault;
};

class Reader {
 public:
  Reader(std::string_view text, std::vector<JsonNode>& nodes, std::vector<char>& unescaped)
      : text_(text), nodes_(nodes), unescaped_(unescaped) {}

  void read() {
    skip_space();
    if (at_ == text_.size()) refuse("there is nothing");
    value({}, 0);
    skip_space();
    if (at_ != text_.size()) refuse("something follows the end of the value");
  }

 private:
  [[noreturn]] void refuse(std::string reason) const { throw Refused{{at_, std::move(reason)}}; }

  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void skip_space() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) {
      ++at_;
    }
  }

  void value(std::string_view key, std::size_t depth) {
    switch (peek()) {
      case '{': return container(JsonKind::object, key, depth + 1);
      case '[': return container(JsonKind::list, key, depth + 1);
      case '"': {
        const std::string_view text = string();
        return leaf(JsonKind::text, key, text);
      }
      case 't': return word("true", JsonKind::boolean, key);
      case 'f': return word("false", JsonKind::boolean, key);
      case 'n': return word("null", JsonKind::null, key);
      default: return number(key);
    }
  }

  void leaf(JsonKind kind, std::string_view key, std::string_view text) {
    nodes_.push_back({kind, static_cast<std::uint32_t>(nodes_.size() + 1), key, text});
  }

  void word(std::string_view expected, JsonKind kind, std::string_view key) {
    if (text_.substr(at_, expected.size()) != expected) refuse_token();
    leaf(kind, key, text_.substr(at_, expected.size()));
    at_ += expected.size();
  }

  void number(std::string_view key) {
    const std::size_t from = at_;
    while (at_ < text_.size() && std::string_view("+-.0123456789eE").find(text_[at_]) != std::string_view::npos) ++at_;
    const std::string_view token = text_.substr(from, at_ - from);
    if (!is_json_number(token)) {
      at_ = from;
      refuse_token();
    }
    leaf(JsonKind::number, key, token);
  }

  [[noreturn]] void refuse_token() const {
    const std::string_view rest = text_.substr(at_, 9);
    for (const std::string_view word : {"NaN", "nan", "-NaN", "Inf", "-Inf", "+Inf", "inf", "-inf"}) {
      if (rest.starts_with(word)) refuse("NaN and Infinity are not JSON");
    }
    if (rest.empty()) refuse("it ends too early");
    if ((rest[0] >= '0' && rest[0] <= '9') || rest[0] == '-' || rest[0] == '+' || rest[0] == '.') {
      refuse("a number is not written as JSON writes it");
    }
    refuse("a value was expected here");
  }

  void container(JsonKind kind, std::string_view key, std::size_t depth) {
    if (depth > limits::record_depth_max) refuse("it is nested deeper than 32 levels");
    const std::size_t node = nodes_.size();
    const std::size_t from = at_++;
    leaf(kind, key, {});
    const std::size_t first_key = keys_.size();
    const char close = kind == JsonKind::object ? '}' : ']';
    skip_space();
    if (peek() == close) {
      ++at_;
    } else {
      while (member(kind, depth, close)) {
      }
    }
    check_keys(first_key);
    nodes_[node].end = static_cast<std::uint32_t>(nodes_.size());
    nodes_[node].text = text_.substr(from, at_ - from);
  }

  // One element, or key and value, and what follows it. False: it was the last.
  bool member(JsonKind kind, std::size_t depth, char close) {
    skip_space();
    std::string_view key;
    if (kind == JsonKind::object) {
      if (peek() != '"') refuse(at_ == text_.size() ? "it ends too early" : "a key in quotes was expected here");
      key = string();
      keys_.push_back(key);
      skip_space();
      if (peek() != ':') refuse(at_ == text_.size() ? "it ends too early" : "a : was expected here");
      ++at_;
      skip_space();
    }
    value(key, depth);
    skip_space();
    const char next = peek();
    if (next != ',' && next != close) {
      refuse(at_ == text_.size() ? "it ends too early" : std::string("a , or ") + close + " was expected here");
    }
    ++at_;
    return next == ',';
  }

  // Few keys are compared pair by pair, thousands (flat records) after sorting.
  void check_keys(std::size_t first) {
    const auto begin = keys_.begin() + static_cast<std::ptrdiff_t>(first);
    auto twice = keys_.end();
    if (keys_.end() - begin <= 16) {
      for (auto key = begin; key != keys_.end() && twice == keys_.end(); ++key) {
        if (std::find(begin, key, *key) != key) twice = key;
      }
    } else {
      std::sort(begin, keys_.end());
      twice = std::adjacent_find(begin, keys_.end());
    }
    if (twice != keys_.end()) refuse("the key \"" + std::string(*twice) + "\" stands twice in one object");
    keys_.erase(begin, keys_.end());
  }

  // At a quote; returns the text unescaped and stands behind the closing quote.
  std::string_view string() {
    const std::size_t from = ++at_;
    while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\') {
      if (static_cast<unsigned char>(text_[at_]) < 0x20) refuse("a control character in a text is not escaped");
      ++at_;
    }
    if (at_ == text_.size()) refuse("a text has no end");
    if (text_[at_] == '"') return text_.substr(from, at_++ - from);
    return unescape(from);
  }

  std::string_view unescape(std::size_t from) {
    const std::size_t start = unescaped_.size();
    append(text_.substr(from, at_ - from));
    while (true) {
      if (at_ == text_.size()) refuse("a text has no end");
      const char byte = text_[at_];
      if (byte == '"') break;
      if (static_cast<unsigned char>(byte) < 0x20) refuse("a control character in a text is not escaped");
      if (byte == '\\') {
        escape();
      } else {
        unescaped_.push_back(byte);
        ++at_;
      }
    }
    ++at_;
    return {unescaped_.data() + start, unescaped_.size() - start};
  }

  void append(std::string_view bytes) { unescaped_.insert(unescaped_.end(), bytes.begin(), bytes.end()); }

  void escape() {
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    const char letter = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    if (letter == 'u') return code_point();
    const std::size_t which = letters.find(letter);
    if (which == std::string_view::npos || letter == '\0') refuse("a \\ is followed by no JSON escape");
    unescaped_.push_back(meanings[which]);
    at_ += 2;
  }

  // \uXXXX at at_: its value.
  [[nodiscard]] std::uint32_t hex_escape(std::size_t at) const {
    if (at + 6 > text_.size()) refuse("a text has no end");
    std::uint32_t code = 0;
    for (const char digit : text_.substr(at + 2, 4)) {
      const char lowered = static_cast<char>(digit | 0x20);
      if (digit >= '0' && digit <= '9') {
        code = code * 16 + static_cast<std::uint32_t>(digit - '0');
      } else if (lowered >= 'a' && lowered <= 'f') {
        code = code * 16 + static_cast<std::uint32_t>(lowered - 'a' + 10);
      } else {
        refuse("\\u is not followed by four hexadecimal digits");
      }
    }
    return code;
  }

  void code_point() {
    std::uint32_t code = hex_escape(at_);
    if (code >= 0xDC00 && code <= 0xDFFF) refuse("a lone surrogate");
    if (code >= 0xD800 && code <= 0xDBFF) {
      if (text_.substr(at_ + 6, 2) != "\\u") refuse("a lone surrogate");
      const std::uint32_t low = hex_escape(at_ + 6);
      if (low < 0xDC00 || low > 0xDFFF) refuse("a lone surrogate");
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
      at_ += 6;
    }
    at_ += 6;
    append_utf8(code);
  }

  void append_utf8(std::uint32_t code) {
    const auto push = [this](std::uint32_t byte) { unescaped_.push_back(static_cast<char>(byte)); };
    if (code < 0x80) return push(code);
    if (code < 0x800) {
      push(0xC0 | (code >> 6));
    } else if (code < 0x10000) {
      push(0xE0 | (code >> 12));
      push(0x80 | ((code >> 6) & 0x3F));
    } else {
      push(0xF0 | (code >> 18));
      push(0x80 | ((code >> 12) & 0x3F));
      push(0x80 | ((code >> 6) & 0x3F));
    }
    push(0x80 | (code & 0x3F));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<JsonNode>& nodes_;
  std::vector<char>& unescaped_;
  std::vector<std::string_view> keys_;  // of the objects that are open
};

}  // namespace

std::optional<JsonFault> JsonTree::read(std::string_view text) {
  nodes_.clear();
  unescaped_.clear();
  if (!simdjson::validate_utf8(text.data(), text.size())) return JsonFault{0, "it is not UTF-8"};
  // An escape is longer than what it stands for, so the unescaped texts fit and views of them stay valid.
  unescaped_.reserve(text.size());
  try {
    Reader(text, nodes_, unescaped_).read();
  } catch (Refused& refused) {
    nodes_.clear();
    return std::move(refused.fault);
  }
  return std::nullopt;
}

}  // namespace exportd::search
