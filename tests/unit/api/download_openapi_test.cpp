// The answers of downloads have the headers that the OpenAPI document names, and no others of their own.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <set>
#include <string>
#include <utility>

#include "tests/unit/api/download_door.hpp"
#include "tests/unit/query/shipped.hpp"

namespace exportd::api_test {
namespace {

using Names = std::set<std::string>;

Names documented(const std::string& path, const std::string& method, int status) {
  const boost::json::value document = boost::json::parse(query_test::source_file("src/api/openapi.json"));
  Names names;
  const auto& answers = document.at("paths").at(path).at(method).at("responses");
  for (const auto& header : answers.at(std::to_string(status)).at("headers").as_object()) names.insert(header.key());
  return names;
}

// But for what OpenAPI leaves to `content`, what HTTP's own rules say, and what every answer has.
Names sent(DownloadDoor& door, const Download& download) {
  Names general{"Content-Type", "Content-Length", "Cache-Control"};
  const Download refused = door.get("/v1/exports/none/file");
  for (const auto& [name, value] : refused.reply.headers.all()) general.insert(name);
  Names names;
  for (const auto& [name, value] : download.reply.headers.all()) {
    if (!general.contains(name)) names.insert(name);
  }
  return names;
}

TEST(DownloadOpenapi, names_the_headers_that_are_sent) {
  DownloadDoor door;
  static_cast<void>(door.finish("rocks", "some bytes"));
  const std::string export_path = "/v1/exports/" + task_id("rocks").text();
  for (const auto& [path, documented_path] : {std::pair{"/file", "/v1/exports/{id}/file"},
                                              {"/runs/1/file", "/v1/exports/{id}/runs/{run}/file"},
                                              {"/metadata", "/v1/exports/{id}/metadata"}}) {
    const Download whole = door.get(export_path + path);
    EXPECT_EQ(sent(door, whole), documented(documented_path, "get", 200)) << path;
    const Download same = door.get(export_path + path, {{"If-None-Match", whole.header("ETag")}});
    EXPECT_EQ(sent(door, same), documented(documented_path, "get", 304)) << path;
    if (std::string(path) == "/metadata") continue;
    EXPECT_EQ(sent(door, door.get(export_path + path, {{"Range", "bytes=0-1"}})),
              documented(documented_path, "get", 206));
    EXPECT_EQ(sent(door, door.get(export_path + path, {}, api::Method::head)),
              documented(documented_path, "head", 200));
  }
}

}  // namespace
}  // namespace exportd::api_test
