#include "search/opensearch_hits.hpp"

#include <simdjson.h>

#include "core/failure.hpp"
#include "core/limits.hpp"
#include "search/opensearch_fault.hpp"

namespace exportd::search {
namespace {

namespace json = simdjson::ondemand;

static_assert(simdjson::SIMDJSON_PADDING <= limits::page_padding_bytes);

Failure incomplete(const std::string& why) {
  return {FailureKind::retry, "search_incomplete",
          "search: the cluster could search only a part of the records: the export begins anew", why};
}

// A shard without any copy that is up counts as none that failed: it is only missing from those that succeeded.
void read_shards(json::object shards) {
  std::uint64_t total = 0;
  std::optional<std::uint64_t> successful;
  std::optional<std::uint64_t> failed;
  for (auto field : shards) {
    const std::string_view key = field.unescaped_key();
    if (key == "total") total = field.value();
    if (key == "successful") successful = std::uint64_t(field.value());
    if (key == "failed") failed = std::uint64_t(field.value());
  }
  if (failed == 0 && successful == total) return;
  throw incomplete(std::to_string(successful.value_or(0)) + " of " + std::to_string(total) + " shards were searched, " +
                   std::to_string(failed.value_or(0)) + " failed");
}

void read_total(json::object total, OpenSearchHits& hits) {
  std::uint64_t value = 0;
  bool exact = false;
  for (auto field : total) {
    const std::string_view key = field.unescaped_key();
    if (key == "value") value = field.value();
    if (key == "relation") exact = std::string_view(field.value()) == "eq";
  }
  if (exact) hits.total = value;
}

// What is skipped is not checked by simdjson, only delimited; whether it is JSON all through, the table sees.
std::string_view whole_object(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  if (!text.ends_with('}')) throw broken_answer("a document that does not end");
  return text;
}

void read_hit(json::object hit, OpenSearchHits& hits) {
  bool found = false;
  std::string_view sort;
  for (auto field : hit) {
    const std::string_view key = field.unescaped_key();
    if (key == "_source") {
      json::object source = field.value();
      hits.documents.push_back(whole_object(source.raw_json()));
      found = true;
    } else if (key == "sort") {
      json::array values = field.value();
      sort = values.raw_json();
    }
  }
  if (!found) throw broken_answer("a hit without _source: is it disabled in the index?");
  hits.last_sort = sort;
}

void read_list(json::object list, OpenSearchHits& hits) {
  bool found = false;
  for (auto field : list) {
    const std::string_view key = field.unescaped_key();
    if (key == "total") {
      read_total(field.value(), hits);
    } else if (key == "hits") {
      for (auto hit : json::array(field.value())) read_hit(hit, hits);
      found = true;
    }
  }
  if (!found) throw broken_answer("hits without a list");
}

std::optional<double> number(json::value value) {
  if (value.type() != json::json_type::number) return std::nullopt;
  return double(value);
}

// {"doc_count":10816,"highest":{"value":10815.0}}
void read_all(json::object all, OpenSearchHits& hits) {
  for (auto field : all) {
    const std::string_view key = field.unescaped_key();
    if (key == "doc_count") hits.records_seen = field.value();
    if (key != "highest" && key != "sum") continue;
    const std::optional<double> found = number(field.value()["value"]);
    if (!found || *found < 0 || *found > 0x1p63) continue;
    if (key == "highest") hits.highest_seen = static_cast<std::int64_t>(*found);
    if (key == "sum") hits.sum_seen = static_cast<std::uint64_t>(*found);
  }
}

void read_aggregations(json::object aggregations, OpenSearchHits& hits) {
  for (auto field : aggregations) {
    const std::string_view key = field.unescaped_key();
    if (key == "all") read_all(field.value(), hits);
    if (key == "middle") hits.middle_seen = number(field.value()["values"]["50.0"]);
  }
}

void read_answer(json::object answer, OpenSearchHits& hits) {
  bool found = false;
  bool told_shards = false;
  for (auto field : answer) {
    const std::string_view key = field.unescaped_key();
    if (key == "_scroll_id" || key == "pit_id") {
      hits.context = std::string_view(field.value());
    } else if (key == "timed_out") {
      if (bool(field.value())) throw incomplete("timed_out");
    } else if (key == "_shards") {
      read_shards(field.value());
      told_shards = true;
    } else if (key == "hits") {
      read_list(field.value(), hits);
      found = true;
    } else if (key == "aggregations") {
      read_aggregations(field.value(), hits);
    }
  }
  if (!found || !told_shards) throw broken_answer("no hits or no _shards in it");
}

}  // namespace

OpenSearchHits read_hits(std::string_view answer) {
  thread_local json::parser parser;
  OpenSearchHits hits;
  try {
    const simdjson::padded_string_view padded(answer.data(), answer.size(), answer.size() + limits::page_padding_bytes);
    json::document document = parser.iterate(padded);
    read_answer(document.get_object(), hits);
    if (document.current_location().error() != simdjson::OUT_OF_BOUNDS) throw broken_answer("more behind its end");
  } catch (const simdjson::simdjson_error& error) {
    throw broken_answer(error.what());
  }
  return hits;
}

}  // namespace exportd::search
