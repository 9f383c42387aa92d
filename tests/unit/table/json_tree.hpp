// JsonTree: a JSON value as the tests think of it, and its many spellings.
#pragma once

#include <random>
#include <string>
#include <utility>
#include <vector>

namespace exportd::table::testing {

struct JsonField;  // not a pair: clang takes none of what is still incomplete

struct JsonTree {
  enum class Kind { null, number, text, yes, no, object, list };

  Kind kind = Kind::null;
  std::string text;                // of a number or a text, decoded
  std::vector<JsonTree> elements;  // of a list
  std::vector<JsonField> fields;   // of an object

  static JsonTree number(std::string digits);
  static JsonTree of(std::string text);
  static JsonTree list(std::vector<JsonTree> elements);

  [[nodiscard]] const JsonTree* field(const std::string& name) const;
};

struct JsonField {
  std::string name;
  JsonTree value;
};

using Random = std::mt19937;

// 0 … bound − 1
inline std::size_t below(Random& random, std::size_t bound) {
  return random() % bound;
}
inline bool one_in(Random& random, std::size_t n) {
  return below(random, n) == 0;
}

// One of the tree's spellings: white space and escapes at random where JSON allows them.
[[nodiscard]] std::string spelled(const JsonTree& tree, Random& random);

// The one spelling that a file uses: no white space, only the escapes that must be.
[[nodiscard]] std::string quoted(const std::string& text);
[[nodiscard]] std::string plain(const JsonTree& tree);

// A record with all the oddities of DOMAIN sections 2 and 5; `number` makes its sampleId.
[[nodiscard]] JsonTree random_record(Random& random, bool flat, std::size_t number);

}  // namespace exportd::table::testing
