#include "work/csvw.hpp"

#include <boost/json.hpp>
#include <string_view>

#include "core/file_options.hpp"
#include "core/rfc3339.hpp"
#include "query/words.hpp"

namespace exportd::work {

namespace json = boost::json;

namespace {

json::array texts(const std::vector<std::string>& values) {
  return json::array(values.begin(), values.end());
}

void put_if(json::object& to, std::string_view key, const std::string& value) {
  if (!value.empty()) to[key] = value;
}

json::object column(const table::ColumnFacts& facts) {
  json::object described{{"titles", facts.name}};
  put_if(described, "schema:name", facts.analyte.variable);
  put_if(described, "schema:unitText", facts.analyte.unit);
  put_if(described, "schema:category", facts.analyte.group);
  if (!facts.methods.empty()) described["schema:measurementTechnique"] = texts(facts.methods);
  if (facts.methods_capped) described["urn:exportd:moreMethods"] = true;
  described["urn:exportd:cells"] = facts.cells;
  if (facts.joined_cells > 0) described["urn:exportd:joinedCells"] = facts.joined_cells;
  return described;
}

json::object reference(const table::Reference& source) {
  json::object cited;
  put_if(cited, "dc:identifier", source.id);
  put_if(cited, "dc:bibliographicCitation", source.code);
  put_if(cited, "dc:title", source.title);
  put_if(cited, "dc:creator", source.authors);
  put_if(cited, "dc:date", source.year);
  put_if(cited, "schema:isPartOf", source.container);
  put_if(cited, "schema:volumeNumber", source.volume);
  put_if(cited, "schema:issueNumber", source.issue);
  put_if(cited, "schema:pagination", source.pages);
  put_if(cited, "schema:sameAs", source.doi);
  return cited;
}

// How the bytes are to be read; only CSV has a dialect.
json::object dialect(const FileOptions& options) {
  return {{"encoding", "utf-8"},         {"header", true},    {"delimiter", ","},
          {"lineTerminators", {"\r\n"}}, {"quoteChar", "\""}, {"doubleQuote", true},
          {"commentPrefix", nullptr},    {"trim", false},     {"urn:exportd:bom", options.bom}};
}

json::object counts_and_origin(const FileDescription& of) {
  const Receipt& receipt = of.receipt;
  json::object facts{{"dc:identifier", of.request.id.text()},
                     {"dc:created", rfc3339(of.made_at)},
                     {"dc:description", query::in_words(of.environment, of.request)},
                     {"urn:exportd:environment", of.environment.name},
                     {"urn:exportd:searchParameters", of.request.search_parameters},
                     {"urn:exportd:fileOptions", of.request.file_options},
                     {"schema:version", receipt.data_version},
                     {"schema:contentSize", receipt.bytes},
                     {"schema:sha256", receipt.sha256},
                     {"urn:exportd:records", receipt.records},
                     {"urn:exportd:rows", receipt.rows},
                     {"urn:exportd:columns", receipt.columns}};
  if (of.request.options.safe) facts["urn:exportd:guardedCells"] = of.summary.guarded_cells;
  return facts;
}

}  // namespace

std::string readable_name(const Environment& environment, const query::Request& request) {
  return environment.name + "-" + request.id.text() + "." + file_extension(request.options);
}

std::string csvw_text(const FileDescription& of) {
  json::object document{{"@context", {"http://www.w3.org/ns/csvw", {{"@language", "en"}}}},
                        {"url", readable_name(of.environment, of.request)},
                        {"dc:title", "Export from " + of.environment.title}};
  for (auto& [key, value] : counts_and_origin(of)) document[key] = std::move(value);
  if (!of.environment.licence_url.empty()) document["dc:license"] = json::object{{"@id", of.environment.licence_url}};
  put_if(document, "dc:rights", of.environment.licence);
  put_if(document, "schema:creditText", of.environment.cite);
  if (of.request.options.file_type == FileType::csv) document["dialect"] = dialect(of.request.options);

  json::array columns;
  for (const table::ColumnFacts& facts : of.summary.columns) columns.push_back(column(facts));
  document["tableSchema"] = json::object{{"columns", std::move(columns)}};

  json::array references;
  for (const table::Reference& source : of.summary.references) references.push_back(reference(source));
  document["dc:references"] = std::move(references);
  if (of.summary.references_capped) document["urn:exportd:moreReferences"] = true;
  return json::serialize(document) + "\n";
}

}  // namespace exportd::work
