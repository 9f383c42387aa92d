#include "tests/unit/table/json_tree.hpp"

#include <cstdint>
#include <cstdio>

namespace exportd::table::testing {
namespace {

using Kind = JsonTree::Kind;

std::string unicode_escape(std::uint32_t unit, Random& random) {
  char text[8];
  std::snprintf(text, sizeof text, one_in(random, 2) ? "\\u%04x" : "\\u%04X", unit);
  return text;
}

// The code point at the start of `text` and its length in bytes.
std::pair<std::uint32_t, std::size_t> first_point(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  std::uint32_t point = bytes == 1 ? lead : lead & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) point = point << 6 | (static_cast<unsigned char>(text[i]) & 0x3FU);
  return {point, bytes};
}

std::string short_escape(char c) {
  static const std::string letters = "\"\"\\\\//\bb\tt\nn\ff\rr";
  for (std::size_t i = 0; i < letters.size(); i += 2) {
    if (letters[i] == c) return {'\\', letters[i + 1]};
  }
  return {};
}

std::string spelled_text(std::string_view text, Random& random) {
  std::string json = "\"";
  while (!text.empty()) {
    const auto [point, bytes] = first_point(text);
    const std::string brief = bytes == 1 ? short_escape(text[0]) : std::string();
    const bool must = point < 0x20 || point == '"' || point == '\\';
    if (!brief.empty() && (must ? !one_in(random, 3) : one_in(random, 3))) {
      json += brief;
    } else if (must || one_in(random, 12)) {
      if (point >= 0x10000) {
        json += unicode_escape(0xD800 + ((point - 0x10000) >> 10), random);
        json += unicode_escape(0xDC00 + ((point - 0x10000) & 0x3FF), random);
      } else {
        json += unicode_escape(point, random);
      }
    } else {
      json += text.substr(0, bytes);
    }
    text.remove_prefix(bytes);
  }
  return json + '"';
}

std::string space(Random& random) {
  return one_in(random, 8) ? std::string(" \t\r\n").substr(below(random, 4)) : "";
}

template <class T>
const T& pick(Random& random, const std::vector<T>& from) {
  return from[below(random, from.size())];
}

const std::vector<std::string> texts = {"a",
                                        "b, c",
                                        "say \"hi\"",
                                        "two\nlines",
                                        "cr\rx",
                                        "a\r\nb",
                                        "\ttab",
                                        std::string("\0", 1),
                                        "\x01\x1f",
                                        "\xC2\xA0",
                                        "\xE2\x80\xA8",
                                        "\xEF\xBB\xBFx",
                                        "NULL",
                                        "NaN",
                                        "true",
                                        "\xCE\xBC",
                                        "\xC2\xB5",
                                        "36\xC2\xB0"
                                        "50\xE2\x80\x99N",
                                        "\xE6\x97\xA5\xE6\x9C\xAC",
                                        "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x94\xAC",
                                        "e\xCC\x81",
                                        "=1+1",
                                        "+1",
                                        "-x",
                                        "@a",
                                        "\xEF\xBC\x9Dx",
                                        "-47.3",
                                        "12",
                                        "1E5",
                                        "007",
                                        "; ",
                                        "",
                                        "",
                                        " x ",
                                        "back\\slash",
                                        "/",
                                        std::string(50, 'x')};
const std::vector<std::string> numbers = {"1.50",  "1e-7", "-0.0", "9007199254740993",     "0.1",     "1E400",
                                          "-47.3", "0",    "12",   "12345678901234567890", "3.25E+10"};
const std::vector<std::string> variables = {
    "SiO2",         "SiO2", "SiO2",      "Zr", "Zr",       "La",         "H2O+",
    "1E5",          "a,b",  "new\nline", "",   "material", "SiO2 (wt%)", "SiO2 (wt%) method",
    "Zr (ppm) [2]", "\"q\""};
const std::vector<std::string> units = {"ppm", "ppm", "wt%", "wt%", "", "\xC2\xB5g/g", "\xCE\xBCg/g", "\xE2\x80\xB0"};
const std::vector<std::string> groups = {"major oxide", "Trace Element", "rare earth element", "other", "", "Other"};

JsonTree random_text(Random& random) {
  return JsonTree::of(pick(random, texts));
}
JsonTree random_number(Random& random) {
  return JsonTree::number(pick(random, numbers));
}

JsonTree random_value(Random& random, int depth = 0) {
  switch (below(random, depth < 3 ? 9 : 6)) {
    case 0:
    case 1: return random_number(random);
    case 2: return random_text(random);
    case 3: return {};
    case 4: return {Kind::yes, {}, {}, {}};
    case 5: return {Kind::no, {}, {}, {}};
    case 6: {
      JsonTree object{Kind::object, {}, {}, {}};
      if (one_in(random, 2)) object.fields.emplace_back("\xC3\xA9", random_value(random, depth + 1));
      if (one_in(random, 2)) object.fields.emplace_back("b \"", random_value(random, depth + 1));
      return object;
    }
    default: {
      JsonTree list = JsonTree::list({});
      for (std::size_t n = below(random, 4); n != 0; --n) list.elements.push_back(random_value(random, depth + 1));
      return list;
    }
  }
}

// Usually `normal`, sometimes anything.
JsonTree oddly(Random& random, JsonTree normal) {
  return one_in(random, 8) ? random_value(random) : normal;
}

JsonTree random_result(Random& random) {
  JsonTree result{Kind::object, {}, {}, {}};
  const auto add = [&](const char* name, std::size_t out_of_ten, const JsonTree& value) {
    if (below(random, 10) < out_of_ten) result.fields.emplace_back(name, value);
  };
  add("variable", 9, JsonTree::of(pick(random, variables)));
  add("variableGroup", 8, JsonTree::of(pick(random, groups)));
  add("value", 8, oddly(random, random_number(random)));
  add("unit", 8, JsonTree::of(pick(random, units)));
  add("method", 5, oddly(random, JsonTree::of(one_in(random, 2) ? "XRF" : "ICP, MS")));
  add("methodComment", 2, oddly(random, random_text(random)));
  add("laboratory", 2, oddly(random, random_text(random)));
  add("stdevValue", 4, oddly(random, random_number(random)));
  add("stdevType", 4, JsonTree::of(one_in(random, 2) ? "1S" : "2S"));
  add("stdevUnit", 3, JsonTree::of(pick(random, units)));
  add("qualifier", 3, JsonTree::of(one_in(random, 4) ? "" : one_in(random, 3) ? "-" : "<"));
  add("valueText", 3, oddly(random, one_in(random, 2) ? JsonTree::of("<5") : random_text(random)));
  add("citationId", 4, oddly(random, JsonTree::of(one_in(random, 2) ? "c1" : "c2")));
  return result;
}

JsonTree random_citation(Random& random) {
  JsonTree citation{Kind::object, {}, {}, {}};
  if (!one_in(random, 5)) citation.fields.emplace_back("citationId", JsonTree::of(one_in(random, 2) ? "c1" : "c2"));
  if (!one_in(random, 3)) citation.fields.emplace_back("citationCode", oddly(random, random_text(random)));
  if (!one_in(random, 3)) {
    citation.fields.emplace_back("authors", oddly(random, JsonTree::list({random_text(random), random_text(random)})));
  }
  if (!one_in(random, 3)) citation.fields.emplace_back("citationPublicationYear", oddly(random, random_number(random)));
  if (!one_in(random, 3)) citation.fields.emplace_back("citationDOI", oddly(random, random_text(random)));
  return citation;
}

JsonTree list_of(Random& random, std::size_t at_most, JsonTree (*element)(Random&)) {
  JsonTree list = JsonTree::list({});
  for (std::size_t n = below(random, at_most + 1); n != 0; --n) {
    list.elements.push_back(one_in(random, 12)   ? JsonTree()
                            : one_in(random, 12) ? JsonTree::list({element(random)})
                                                 : element(random));
  }
  return one_in(random, 10) ? element(random) : one_in(random, 20) ? JsonTree() : list;
}

}  // namespace

JsonTree JsonTree::number(std::string digits) {
  return {Kind::number, std::move(digits), {}, {}};
}
JsonTree JsonTree::of(std::string text) {
  return {Kind::text, std::move(text), {}, {}};
}
JsonTree JsonTree::list(std::vector<JsonTree> elements) {
  return {Kind::list, {}, std::move(elements), {}};
}
const JsonTree* JsonTree::field(const std::string& name) const {
  for (const JsonField& field : fields) {
    if (field.name == name) return &field.value;
  }
  return nullptr;
}

std::string quoted(const std::string& text) {
  std::string json = "\"";
  for (const char c : text) {
    const bool must = static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
    const std::string brief = must ? short_escape(c) : std::string();
    char escape[8];
    std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(static_cast<unsigned char>(c)));
    json += !must ? std::string(1, c) : brief.empty() ? escape : brief;
  }
  return json + '"';
}

std::string plain(const JsonTree& tree) {
  std::string json;
  switch (tree.kind) {
    case Kind::null: return "null";
    case Kind::number: return tree.text;
    case Kind::text: return quoted(tree.text);
    case Kind::yes: return "true";
    case Kind::no: return "false";
    case Kind::list:
      for (const JsonTree& element : tree.elements) json += (json.empty() ? "" : ",") + plain(element);
      return "[" + json + "]";
    case Kind::object:
      for (const auto& [key, value] : tree.fields) json += (json.empty() ? "" : ",") + quoted(key) + ":" + plain(value);
      return "{" + json + "}";
  }
  return json;
}

std::string spelled(const JsonTree& tree, Random& random) {
  const auto spaced = [&](const std::string& text) { return space(random) + text + space(random); };
  std::string json;
  if (tree.kind == Kind::text) return spelled_text(tree.text, random);
  if (tree.kind == Kind::list) {
    for (const JsonTree& element : tree.elements) json += (json.empty() ? "" : ",") + spaced(spelled(element, random));
    return "[" + (json.empty() ? space(random) : json) + "]";
  }
  if (tree.kind == Kind::object) {
    for (const auto& [key, value] : tree.fields) {
      json += (json.empty() ? "" : ",") + spaced(spelled_text(key, random)) + ":" + spaced(spelled(value, random));
    }
    return "{" + (json.empty() ? space(random) : json) + "}";
  }
  return plain(tree);
}

JsonTree random_record(Random& random, bool flat, std::size_t number) {
  JsonTree record{Kind::object, {}, {}, {}};
  record.fields.emplace_back("sampleId", JsonTree::of("s" + std::to_string(number)));
  for (const char* name : {"sampleName", "material", "station", "comment", "level1"}) {
    if (one_in(random, 2)) record.fields.emplace_back(name, oddly(random, random_text(random)));
  }
  for (const char* name : {"latitude", "longitude", "age"}) {
    if (one_in(random, 2)) record.fields.emplace_back(name, oddly(random, random_number(random)));
  }
  if (one_in(random, 2)) record.fields.emplace_back("expeditions", random_value(random));
  if (one_in(random, 2)) record.fields.emplace_back("citations", list_of(random, 3, random_citation));
  if (one_in(random, 4)) record.fields.emplace_back("methods", random_value(random));
  if (!flat) {
    record.fields.emplace_back("results", list_of(random, 9, random_result));
  } else {
    for (const char* name : {"SIO2_PCT", "ZR", "ZR_AGAIN", "x", "long-name-of-an-analyte", "", "a,b\n"}) {
      if (one_in(random, 2)) record.fields.emplace_back(name, oddly(random, random_number(random)));
    }
  }
  for (std::size_t i = 1; i < record.fields.size(); ++i) {
    if (one_in(random, 6)) std::swap(record.fields[i], record.fields[below(random, record.fields.size())]);
  }
  return record;
}

}  // namespace exportd::table::testing
