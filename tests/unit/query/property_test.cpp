// What holds for every query, drawn at random.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/unit/query/shipped.hpp"

namespace exportd::query_test {
namespace {

using Texts = std::vector<std::string>;

// A text out of pieces that mean something to some grammar.
rc::Gen<std::string> tricky_text() {
  const auto piece = rc::gen::element<std::string>(
      "a", "B", "Te", "ree", "||", "|", "::[", "]", "[", "::", ",", "(", ")", "),(", " ", "%2B", "%25", "%00", "%C4%B0",
      "%CE%A3", "é", "\"", "%0D%0A", "1", "-0.50", "1e3", "0 0,2 0,1 1,0 0", "(TE,Zr,1,2)", "present", "all", "stdev",
      "method", "csv", "json", "true", "2001", "007", "=", "?", "%", "%FF", "x]]", "SiO2 (wt%25)");
  return rc::gen::map(rc::gen::container<Texts>(piece), [](const Texts& pieces) {
    std::string text;
    for (const std::string& one : pieces) text += one;
    return text;
  });
}

rc::Gen<std::string> name_of(const Environment& environment) {
  Texts names = {"fileType", "columns", "layout",      "companions",  "repeats", "compression",
                 "bom",      "safe",    "outputlevel", "showmethods", "size"};
  for (const ParameterSpec& spec : environment.parameters) {
    names.push_back(spec.name);
    names.insert(names.end(), spec.aliases.begin(), spec.aliases.end());
  }
  return rc::gen::elementOf(names);
}

std::string joined(const Texts& texts, const char* separator) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : separator) + text;
  return all;
}

void must_be_idempotent(const Environment& environment, const query::Request& request) {
  const std::string again = request.search_parameters + "&" + request.file_options;
  const auto second = query::parse_request(environment, again, query::Source::body);
  if (!second) RC_FAIL("canonical text refused: " + again + ": " + second.error().message());
  RC_ASSERT(second->search_parameters == request.search_parameters);
  RC_ASSERT(second->file_options == request.file_options);
  RC_ASSERT(second->id == request.id);
  RC_ASSERT(second->criteria.clauses.size() == request.criteria.clauses.size());
  RC_ASSERT(second->options.column_list == request.options.column_list);
}

void must_say_what_is_wrong(const query::QueryError& error) {
  RC_ASSERT(!error.code.empty());
  RC_ASSERT(!error.problem.empty());
  RC_ASSERT(!error.expected.empty() || !error.nearest.empty());
  const std::string message = error.message();
  RC_ASSERT(message.size() < 2'000U);
  RC_ASSERT(std::none_of(message.begin(), message.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }));
}

// Most random texts are refused, so every case draws several.
RC_GTEST_PROP(Canonical, OfCanonicalIsItself, ()) {
  const Environment& environment = *rc::gen::arbitrary<bool>() ? synthesis() : petdb();
  std::size_t accepted = 0;
  for (int i = 0; i < 20; ++i) {
    Texts pieces = {*name_of(environment) + "=" + *tricky_text()};
    if (*rc::gen::inRange(0, 4) == 0) pieces.push_back(*name_of(environment) + "=" + *tricky_text());
    const auto request = query::parse_request(environment, joined(pieces, "&"), query::Source::body);
    if (request) {
      ++accepted;
      must_be_idempotent(environment, *request);
    } else {
      must_say_what_is_wrong(request.error());
    }
  }
  RC_CLASSIFY(accepted > 4, "more than a fifth accepted");
}

RC_GTEST_PROP(Canonical, DoesNotDependOnTheOrderOfParametersOrItems, ()) {
  const auto item = rc::gen::element<std::string>("a", "B", "c d", "x::[q||p]", "x::[r]", "y::[s]", "é", "REE", "Te");
  const auto names = *rc::gen::container<Texts>(
      3, rc::gen::element<std::string>("variables", "taxons", "geoFeatures", "analysisTypes", "author", "authors"));
  Texts pieces;
  Texts shuffled;
  for (const std::string& name : names) {
    const Texts items = *rc::gen::container<Texts>(item);
    pieces.push_back(name + "=" + joined(items, "||"));
    // The same items, in any order, some of them as parameters of their own.
    Texts others = items;
    others.insert(others.end(), items.begin(), items.end());
    for (std::size_t i = others.size(); i > 1; --i)
      std::swap(others[i - 1], others[*rc::gen::inRange<std::size_t>(0, i)]);
    const auto cut = static_cast<std::ptrdiff_t>(*rc::gen::inRange<std::size_t>(0, others.size() + 1));
    shuffled.insert(shuffled.begin(), name + "=" + joined(Texts(others.begin(), others.begin() + cut), "||"));
    shuffled.push_back(name + "=" + joined(Texts(others.begin() + cut, others.end()), "||"));
  }
  const auto one = parsed(synthesis(), joined(pieces, "&"));
  const auto other = parsed(synthesis(), joined(shuffled, "&"));
  RC_ASSERT(one.search_parameters == other.search_parameters);
  RC_ASSERT(one.id == other.id);
}

RC_GTEST_PROP(Query, OfAnyBytesParsesOrSaysWhatIsWrong, ()) {
  const auto bytes = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
  const auto prefix = *rc::gen::element<std::string>("", "igsn=", "chemistry=(", "columns=", "polygons=", "variables=");
  const auto request = query::parse_request(synthesis(), prefix + bytes);
  if (request) {
    must_be_idempotent(synthesis(), *request);
  } else {
    must_say_what_is_wrong(request.error());
  }
}

RC_GTEST_PROP(TaskId, IsTheSameForTheSameAndDiffersOtherwise, ()) {
  const auto a = *rc::gen::container<std::string>(rc::gen::inRange('a', 'e'));
  const auto b = *rc::gen::container<std::string>(rc::gen::inRange('a', 'e'));
  const auto one = parsed(petdb(), "igsn=" + a);
  const auto other = parsed(petdb(), "igsn=" + b);
  RC_ASSERT((one.id == other.id) == (a == b));
  RC_ASSERT(TaskId::well_formed(one.id.text()));
}

}  // namespace
}  // namespace exportd::query_test
