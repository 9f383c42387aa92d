// Where the cluster is and how exportd signs in, as configuration says it.
#include "search/opensearch_cluster.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "core/failure.hpp"

namespace exportd::search {
namespace {

std::string refused(const std::function<void()>& action) {
  try {
    action();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), "bad_config");
    return failure.message();
  }
  return "";
}

TEST(NodeUrls, are_one_or_several) {
  EXPECT_EQ(parse_node_urls("http://127.0.0.1:9200"), (std::vector<std::string>{"http://127.0.0.1:9200"}));
  EXPECT_EQ(parse_node_urls(" https://a:9200/ ,https://b:9200/search,"),
            (std::vector<std::string>{"https://a:9200", "https://b:9200/search"}));
}

TEST(NodeUrls, that_cannot_be_are_refused) {
  for (const char* url : {"", " , ", "a:9200", "ftp://a", "https://", "https:///x", "http://a?b", "http://u:p@a"}) {
    EXPECT_NE(refused([&] { static_cast<void>(parse_node_urls(url)); }), "") << url;
  }
}

TEST(Authorization, is_the_field_that_is_sent) {
  EXPECT_EQ(parse_authorization("Basic Aladdin:open sesame\n"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");  // RFC 7617
  EXPECT_EQ(parse_authorization("ApiKey VnVh="), "ApiKey VnVh=");
  EXPECT_EQ(parse_authorization("Bearer a.b.c\r\n"), "Bearer a.b.c");
}

TEST(Authorization, is_never_repeated_when_it_is_refused) {
  for (const char* line : {"", "secret", "Basic secret", "Digest secret", "Bearer", "Bearer secret\nX-Other: 1"}) {
    const std::string said = refused([&] { static_cast<void>(parse_authorization(line)); });
    EXPECT_NE(said, "") << line;
    EXPECT_EQ(said.find("secret"), std::string::npos) << line;
  }
}

}  // namespace
}  // namespace exportd::search
