#include "tests/unit/query/shipped.hpp"

#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>

#include "app/environment_file.hpp"

namespace exportd::query_test {

std::string source_file(const std::string& path) {
  std::ifstream file(std::string(EXPORTD_SOURCE_DIR) + "/" + path, std::ios::binary);
  if (!file) throw std::runtime_error("no file " + path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

const Environment& shipped(std::string_view name) {
  static std::map<std::string, Environment, std::less<>> known;
  const auto found = known.find(name);
  if (found != known.end()) return found->second;
  const std::string file = "environments/" + std::string(name) + ".toml";
  return known.emplace(name, app::parse_environment(source_file(file), name, file)).first->second;
}

std::string canonical(const Environment& environment, std::string_view query_string) {
  const auto request = query::parse_request(environment, query_string, query::Source::body);
  if (!request) return "422 " + request.error().parameter + ": " + request.error().message();
  return request->search_parameters + (request->file_options.empty() ? "" : " # " + request->file_options);
}

query::Request parsed(const Environment& environment, std::string_view query_string) {
  auto request = query::parse_request(environment, query_string, query::Source::body);
  if (!request) throw std::runtime_error(request.error().message());
  return std::move(request).value();
}

std::string value_of(const Environment& environment, std::string_view query_string) {
  const auto request = query::parse_request(environment, query_string, query::Source::body);
  if (!request) return "422 " + request.error().value + " " + request.error().problem;
  const auto pairs = query::decode_pairs(request->search_parameters);
  return pairs && pairs->size() == 1 ? pairs->front().second : request->search_parameters;
}

}  // namespace exportd::query_test
