// Routes, tags, tokens, request ids and pages, each by its table.
#include <gtest/gtest.h>

#include <set>

#include "api/bearer_token.hpp"
#include "api/conditional.hpp"
#include "api/event_streams.hpp"
#include "api/html.hpp"
#include "api/json_body.hpp"
#include "api/prefer.hpp"
#include "api/problem.hpp"
#include "api/request_id.hpp"
#include "api/router.hpp"

namespace exportd::api {
namespace {

Router table() {
  Router router;
  for (const char* pattern : {"/v1/{env}/exports", "/v1/exports/{id}", "/v1/exports/{id}/runs/{run}/file", "/"}) {
    router.add({Method::get, pattern, Charge::request, nullptr});
  }
  router.add({Method::get, "/v1/admin/exports", Charge::request, nullptr});
  router.add({Method::post, "/v1/{env}/exports", Charge::creation, nullptr});
  router.add({Method::del, "/v1/exports/{id}", Charge::request, nullptr});
  return router;
}

TEST(Router, FindsTheMostLiteralPatternAndItsValues) {
  const Router router = table();
  EXPECT_EQ(router.match(Method::get, "/v1/petdb/exports")->values.at("env"), "petdb");
  EXPECT_EQ(router.match(Method::head, "/v1/exports/x/runs/7/file")->values.at("run"), "7");
  EXPECT_EQ(router.match(Method::get, "/v1/admin/exports")->route->pattern, "/v1/admin/exports");
  EXPECT_FALSE(router.match(Method::post, "/v1/admin/exports")) << "there admin is no environment";
  EXPECT_EQ(router.allowed("/v1/admin/exports"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(router.allowed("/v1/exports/x"), "DELETE, GET, HEAD, OPTIONS");
  EXPECT_TRUE(router.match(Method::get, "/"));
}

TEST(Router, NothingElseIsAnAddress) {
  const Router router = table();
  for (const char* path : {"", "*", "//", "/v1", "/v1/exports/", "/v1/exports", "/v1/exports/x/", "/v1//exports",
                           "/V1/exports/x", "/v1/exports/x/runs//file", "/v1/exports/x/runs/1/file/.."}) {
    EXPECT_FALSE(router.match(Method::get, path)) << path;
    EXPECT_EQ(router.allowed(path), "") << path;
  }
}

TEST(Conditional, ListsOfTagsAreReadAsRfc9110Says) {
  const auto not_modified = [](const char* list) { return none_match_fails({{"if-none-match", list}}, "\"a,b\""); };
  for (const char* list : {"*", "\"a,b\"", "W/\"a,b\"", "\"x\", \"a,b\"", "\"x\",W/\"a,b\"", " \t\"a,b\" "}) {
    EXPECT_TRUE(not_modified(list)) << list;
  }
  for (const char* list : {"", "a,b", "\"a\"", "\"a,b", "w/\"a,b\"", "\"x\" \"", "x, \"a,b\""}) {
    EXPECT_FALSE(not_modified(list)) << list;
  }
  EXPECT_FALSE(none_match_fails({}, "\"a\""));
  EXPECT_TRUE(match_fails({{"If-Match", "W/\"a\""}}, "\"a\"")) << "If-Match compares strongly";
  EXPECT_FALSE(match_fails({{"If-Match", "\"b\""}, {"If-Match", "\"a\""}}, "\"a\"")) << "two fields are one list";
}

TEST(BearerToken, IsWhatFollowsTheScheme) {
  const auto token = [](const char* value) {
    Request request;
    request.headers.add("authorization", value);
    return bearer_token(request);
  };
  EXPECT_EQ(token("Bearer abc"), "abc");
  EXPECT_EQ(token("bEARER   abc"), "abc");
  for (const char* bad : {"", "Bearer", "Bearer ", "Bearer   ", "Basic abc", "abc", "Bearerabc"}) {
    EXPECT_FALSE(token(bad)) << bad;
  }
}

TEST(BearerToken, TheSameKeyGivesTheSameTokenOnTheSameRunAlone) {
  const TaskId task(std::string(26, 'a'));
  const std::string token = keyed_token("secret", task, "key", 1);
  EXPECT_EQ(token, keyed_token("secret", task, "key", 1));
  EXPECT_EQ(token.size(), 64U);
  for (const std::string& other : {keyed_token("secret", task, "key", 2), keyed_token("secret", task, "kez", 1),
                                   keyed_token("secreu", task, "key", 1),
                                   keyed_token("secret", TaskId(std::string(26, 'b')), "key", 1), random_token()}) {
    EXPECT_NE(token, other);
    EXPECT_FALSE(same_secret(token, other));
  }
  EXPECT_TRUE(same_secret(token, std::string(token)));
  EXPECT_FALSE(same_secret(token, token + "0"));
}

TEST(JsonBody, KeepsEveryRepetitionAndTheDigitsOfNumbers) {
  using Pairs = std::vector<query::NameValue>;
  EXPECT_EQ(json_pairs(R"( {"a":"x","b":[1.50,-0,1e400,true],"a":"y","c":null,"d":[]} )"),
            (Pairs{{"a", "x"}, {"b", "1.50"}, {"b", "-0"}, {"b", "1e400"}, {"b", "true"}, {"a", "y"}}));
  EXPECT_EQ(json_pairs("{}"), Pairs{});
  const struct {
    const char* text;
    int status;
  } refused[] = {{"", 400},
                 {"{", 400},
                 {"[]", 422},
                 {"1", 422},
                 {"null", 422},
                 {R"({"a":{}})", 422},
                 {R"({"a":[[]]})", 422},
                 {R"({"a":1}{)", 400},
                 {R"({"a":NaN})", 400},
                 {"{\"a\":\"\xFF\"}", 400}};
  for (const auto& one : refused) {
    try {
      static_cast<void>(json_pairs(one.text));
      ADD_FAILURE() << one.text;
    } catch (const ProblemAnswer& answer) {
      EXPECT_EQ(answer.problem.status, one.status) << one.text;
    }
  }
}

TEST(RequestId, IsTheClientsIfItIsHarmless) {
  EXPECT_EQ(request_id("a-B_c.9"), "a-B_c.9");
  std::set<std::string> made;
  for (const std::string& given : {std::string(), std::string("a b"), std::string("a\nb"), std::string(65, 'a')}) {
    EXPECT_NE(request_id(given), given);
    made.insert(request_id(given));
  }
  EXPECT_EQ(made.size(), 4U);
}

TEST(EventStreams, AClientHasSoManyPlacesAndGetsThemBack) {
  EventStreams streams(2);
  auto first = streams.enter("a");
  const auto second = streams.enter("a");
  EXPECT_TRUE(first && second);
  EXPECT_FALSE(streams.enter("a"));
  EXPECT_TRUE(streams.enter("b"));
  first.reset();
  EXPECT_TRUE(streams.enter("a"));
  EventStreams none(0);
  EXPECT_FALSE(none.enter("a"));
}

TEST(Prefer, WaitIsReadAsRfc7240Says) {
  using namespace std::chrono_literals;
  const auto wait = [](const char* value) { return wait_preferred({{"prefer", value}}, 30s); };
  for (const char* five :
       {"wait=5", "WAIT = 5", "respond-async, wait=5", "wait=\"5\"", "a=\"wait\";b, wait=5;x=y, wait=7"}) {
    EXPECT_EQ(wait(five), 5s) << five;
  }
  EXPECT_EQ(wait("wait=99999999999"), 30s);
  for (const char* none : {"", "wait", "wait=", "wait=0", "wait=-1", "wait=5x", "waiting=5", "respond-async"}) {
    EXPECT_FALSE(wait(none)) << none;
  }
}

TEST(Html, TextCannotBecomeMarkup) {
  EXPECT_EQ(html_text("<a href='x'>&\"</a>"), "&lt;a href=&#39;x&#39;&gt;&amp;&quot;&lt;/a&gt;");
  EXPECT_EQ(html_page("<t>", "").find("<t>"), std::string::npos);
}

}  // namespace
}  // namespace exportd::api
