#include "query/option_values.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "core/nearest_name.hpp"
#include "query/ascii_case.hpp"
#include "query/columns_list.hpp"
#include "query/items.hpp"

namespace exportd::query {

namespace {

// A word of an option and what it means; the first of an option's words is its default.
template <class T>
using Word = std::pair<std::string_view, T>;

constexpr std::array<Word<FileType>, 3> file_types = {
    {{"csv", FileType::csv}, {"json", FileType::json}, {"ndjson", FileType::ndjson}}};
constexpr std::array<Word<Layout>, 3> layouts = {
    {{"sample", Layout::sample}, {"method", Layout::method}, {"long", Layout::long_form}}};
constexpr std::array<Word<Repeats>, 2> repeats = {{{"join", Repeats::join}, {"columns", Repeats::columns}}};
constexpr std::array<Word<Compression>, 3> compressions = {
    {{"none", Compression::none}, {"gzip", Compression::gzip}, {"zstd", Compression::zstd}}};
constexpr std::array<Word<bool>, 2> switches = {{{"false", false}, {"true", true}}};
constexpr std::array<Word<Companion>, 5> companions = {{{"qualifier", Companion::qualifier},
                                                        {"method", Companion::method},
                                                        {"stdev", Companion::stdev},
                                                        {"lab", Companion::lab},
                                                        {"comment", Companion::comment}}};

template <class Words>
OptionWords words_of(std::string_view option, const Words& words, bool several = false) {
  OptionWords facts{.name = option, .words = {}, .several = several};
  for (const auto& word : words) facts.words.push_back(word.first);
  return facts;
}

template <class Words>
QueryError unknown_word(std::string_view option, std::string_view value, const Words& words) {
  std::vector<std::string> known;
  std::string expected;
  for (const auto& word : words) {
    known.emplace_back(word.first);
    expected += (expected.empty() ? "" : &word == &words.back() ? " or " : ", ") + known.back();
  }
  return {.code = "bad_value",
          .parameter = std::string(option),
          .value = std::string(value),
          .problem = "is not known",
          .expected = std::move(expected),
          .nearest = similar_name(value, known)};
}

class OptionReader {
 public:
  explicit OptionReader(const ValuesByName& given) : given_(given) {}

  [[nodiscard]] const Values& values(std::string_view option) const {
    static const Values none;
    const auto found = given_.find(option);
    return found == given_.end() ? none : found->second;
  }

  // The one word of an option; it stays as it is where none is given. False: there is an error.
  template <class Words, class T>
  bool read(std::string_view option, const Words& words, T& into) {
    std::string single;
    for (const std::string& value : values(option)) {
      const std::string word = ascii_lower_case(value);
      if (word.empty()) continue;
      const auto known = std::find_if(words.begin(), words.end(), [&](const auto& w) { return w.first == word; });
      if (known == words.end()) return fail(unknown_word(option, value, words));
      if (!single.empty() && single != word) {
        return fail({.code = "conflict",
                     .parameter = std::string(option),
                     .value = value,
                     .problem = "is given beside " + shown(single),
                     .expected = "one value",
                     .nearest = {}});
      }
      single = word;
      into = known->second;
    }
    if (!single.empty() && single != words.front().first) canonical_.emplace_back(option, single);
    return true;
  }

  bool read_companions(std::vector<Companion>& into) {
    std::set<Companion> chosen;
    std::vector<std::string> names;
    for (const std::string& value : values("companions")) {
      for (const std::string_view item : split(value, ",")) {
        const std::string word = ascii_lower_case(trimmed(item));
        if (word.empty()) continue;
        const auto known =
            std::find_if(companions.begin(), companions.end(), [&](const auto& w) { return w.first == word; });
        if (known == companions.end()) return fail(unknown_word("companions", item, companions));
        chosen.insert(known->second);
        names.push_back(word);
      }
    }
    into.assign(chosen.begin(), chosen.end());
    sort_unique(names);
    std::string list;
    for (const std::string& name : names) list += (list.empty() ? "" : ",") + name;
    if (!list.empty()) canonical_.emplace_back("companions", list);
    return true;
  }

  bool read_columns(FileOptions& options) {
    auto columns = parse_columns(values("columns"), options.layout);
    if (!columns) return fail(columns.error());
    options.columns = columns->choice;
    options.column_list = columns->items;
    if (!columns->canonical.empty()) canonical_.emplace_back("columns", columns->canonical);
    return true;
  }

  // A byte-order mark and guards against formulas belong to spreadsheets.
  bool only_csv(const FileOptions& options) {
    if (options.file_type == FileType::csv || !(options.bom || options.safe)) return true;
    return fail({.code = "conflict",
                 .parameter = options.bom ? "bom" : "safe",
                 .value = "true",
                 .problem = "goes with fileType=csv only",
                 .expected = "fileType=csv, or not to be given",
                 .nearest = {}});
  }

  [[nodiscard]] const QueryError& error() const { return *error_; }
  [[nodiscard]] std::string canonical() const { return encode_sorted(canonical_); }

 private:
  bool fail(QueryError error) {
    error_ = std::move(error);
    return false;
  }

  const ValuesByName& given_;
  std::vector<NameValue> canonical_;
  std::optional<QueryError> error_;
};

bool any_word(const ValuesByName& given, std::string_view name, std::initializer_list<std::string_view> words) {
  const auto found = given.find(name);
  if (found == given.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(), [&](const std::string& value) {
    const std::string word = ascii_lower_case(value);
    return std::find(words.begin(), words.end(), word) != words.end();
  });
}

// outputlevel=method says layout=method where no layout is given; showmethods=yes adds companions=method. Whatever else
// these two old parameters hold is ignored.
ValuesByName without_old_names(ValuesByName given) {
  if (any_word(given, "outputlevel", {"method"}) && !given.contains("layout")) given["layout"] = {"method"};
  if (any_word(given, "showmethods", {"yes", "true", "1"})) given["companions"].emplace_back("method");
  return given;
}

}  // namespace

std::vector<OptionWords> option_words() {
  return {words_of("fileType", file_types),
          words_of("layout", layouts),
          {.name = "columns", .words = {"present", "all"}, .several = false, .names_too = true},
          words_of("repeats", repeats),
          words_of("companions", companions, true),
          words_of("compression", compressions),
          words_of("bom", switches),
          words_of("safe", switches)};
}

Result<ParsedOptions, QueryError> parse_options(const ValuesByName& given_names) {
  const ValuesByName given = without_old_names(given_names);
  OptionReader reader(given);
  FileOptions options;
  const bool read =
      reader.read("fileType", file_types, options.file_type) && reader.read("layout", layouts, options.layout) &&
      reader.read("repeats", repeats, options.repeats) &&
      reader.read("compression", compressions, options.compression) && reader.read("bom", switches, options.bom) &&
      reader.read("safe", switches, options.safe) && reader.read_companions(options.companions) &&
      reader.read_columns(options) && reader.only_csv(options);
  if (!read) return Err{reader.error()};
  return ParsedOptions{options, reader.canonical()};
}

}  // namespace exportd::query
