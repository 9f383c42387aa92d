#include "tests/opensearch/indices_of_a_test.hpp"

#include <unistd.h>

#include <atomic>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>

#include "search/json_tree.hpp"

namespace exportd::contract {
namespace {

std::string node_of_environment() {
  const char* node = std::getenv("EXPORTD_OPENSEARCH");
  if (node != nullptr && *node != '\0') return node;
  throw std::runtime_error("EXPORTD_OPENSEARCH is not set: these tests need a cluster: set it to http://host:9200");
}

std::string unique_prefix() {
  static std::atomic<int> tests = 0;
  return "exportd-test-" + std::to_string(::getpid()) + "-" + std::to_string(++tests) + "-";
}

std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string id_of(const std::string& line, const std::string& field) {
  search::JsonTree tree;
  if (const auto fault = tree.read(line)) throw std::logic_error(fault->reason + ": " + line);
  return std::string(tree.root().member(field).value().text());
}

}  // namespace

IndicesOfATest::IndicesOfATest() : node_(node_of_environment()), prefix_(unique_prefix()) {}

IndicesOfATest::~IndicesOfATest() {
  try {
    for (const auto& [index, lines] : held_) ask("DELETE", "/" + index, "");
  } catch (const std::exception& error) {
    std::cerr << "an index of a test stays: " << error.what() << "\n";
  }
}

Environment IndicesOfATest::housed(const Environment& environment) {
  Environment result = environment;
  result.index = prefix_ + environment.name;
  if (held_.try_emplace(result.index).second) {
    const char* shape = environment.shape == RecordShape::flat ? "flat" : "nested";
    ask("PUT", "/" + result.index, file_text(std::string(EXPORTD_SOURCE_DIR "/data/opensearch/") + shape + ".json"));
  }
  return result;
}

void IndicesOfATest::load(const Environment& environment, const std::vector<std::string>& lines) {
  const std::string index = housed(environment).index;
  std::map<std::string, std::string>& held = held_[index];
  std::string body;
  for (const std::string& line : lines) {
    const std::string id = id_of(line, environment.id_field);
    if (std::exchange(held[id], line) == line) continue;
    body += R"({"index":{"_id":)" + boost::json::serialize(boost::json::value(id.c_str())) + "}}\n" + line + "\n";
  }
  if (body.empty()) return;
  const std::string answer = ask("POST", "/" + index + "/_bulk?refresh=true", body);
  if (answer.find("\"errors\":false") == std::string::npos) throw std::logic_error("not all were taken: " + answer);
}

std::string IndicesOfATest::ask(const std::string& method, const std::string& path, const std::string& body) {
  const net::HttpRequest request{method, node_ + path, {"Content-Type: application/json"}, body};
  const auto answered = transport_.exchange(request, net::TransferLimits(), {});
  if (!answered) throw std::runtime_error(method + " " + path + ": " + answered.error().reason);
  const std::string text(answered.value().text());
  if (answered.value().status / 100 != 2) throw std::runtime_error(method + " " + path + ": " + text);
  return text;
}

}  // namespace exportd::contract
