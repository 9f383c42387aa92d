// The service itself: is it alive, can it serve, how is it doing, what can be asked of it.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "api/html.hpp"
#include "api/openapi.hpp"
#include "api/problem.hpp"
#include "api/reference_page.hpp"
#include "api/routes.hpp"
#include "api/task_answer.hpp"
#include "core/failure.hpp"

namespace exportd::api {

namespace json = boost::json;

namespace {

Reply text_reply(std::string type, std::string text) {
  return {.status = 200, .headers = {{"Content-Type", std::move(type)}}, .content = std::move(text), .route = {}};
}

Reply page_reply(std::string html) {
  return {
      .status = 200,
      .headers = {{"Content-Type", "text/html; charset=utf-8"}, {"Content-Security-Policy", std::string(page_policy)}},
      .content = std::move(html),
      .route = {}};
}

// One part of the service, asked for something small. What is wrong with it is for the log, not for everybody.
template <class Ask>
json::object state_of(const char* name, bool& ready, Ask&& ask) {
  try {
    ask();
    return {{"name", name}, {"ready", true}};
  } catch (const Failure& failure) {
    ready = false;
    return {{"name", name}, {"ready", false}, {"code", failure.code()}};
  }
}

// What is asked for by anybody, as often as they like, and costs reads of the store: made at most once a second.
class SecondsAnswer {
 public:
  SecondsAnswer(const Clock& clock, std::function<Reply()> make) : clock_(clock), make_(std::move(make)) {}

  [[nodiscard]] Reply get() {
    const std::scoped_lock lock(mutex_);
    const MonotonicTime now = clock_.monotonic();
    if (!made_at_ || now - *made_at_ >= std::chrono::seconds(1)) {
      const Reply made = make_();
      status_ = made.status;
      headers_ = made.headers;
      text_ = std::get<std::string>(made.content);
      made_at_ = now;
    }
    return {.status = status_, .headers = headers_, .content = text_, .route = {}};
  }

 private:
  const Clock& clock_;
  const std::function<Reply()> make_;
  std::mutex mutex_;
  std::optional<MonotonicTime> made_at_;
  int status_ = 0;
  Headers headers_;
  std::string text_;
};

Reply readiness(const ServiceParts& parts) {
  bool ready = true;
  json::array all;
  all.push_back(state_of("tasks", ready, [&] { static_cast<void>(parts.tasks.slots()); }));
  all.push_back(
      state_of("search", ready, [&] { static_cast<void>(parts.search.data_version(parts.environments.front())); }));
  all.push_back(state_of("files", ready, [&] { static_cast<void>(parts.files.stat(ObjectKey("readiness/none"))); }));
  const bool draining = parts.draining();
  all.push_back(json::object{{"name", "service"}, {"ready", !draining}});
  ready = ready && !draining;
  Headers headers;
  if (!ready) headers.add("Retry-After", "10");
  return json_reply(ready ? 200 : 503, {{"ready", ready}, {"parts", std::move(all)}}, std::move(headers));
}

}  // namespace

void add_service_routes(Router& router, const ServiceParts& parts) {
  using Values = const PathValues&;
  router.add({Method::get, "/healthz", Charge::none,
              [](const Request&, Values) { return json_reply(200, {{"alive", true}}); }});
  const auto ready = std::make_shared<SecondsAnswer>(parts.clock, [&parts] { return readiness(parts); });
  router.add({Method::get, "/readyz", Charge::none,
              [&parts, ready](const Request&, Values) { return parts.draining() ? readiness(parts) : ready->get(); }});
  const auto numbers = std::make_shared<SecondsAnswer>(
      parts.clock, [&parts] { return text_reply("text/plain; version=0.0.4; charset=utf-8", parts.metrics()); });
  router.add({Method::get, "/metrics", Charge::none, [numbers](const Request&, Values) { return numbers->get(); }});
  const json::object document = openapi_document(parts);
  router.add({Method::get, "/openapi.json", Charge::request,
              [text = json::serialize(document) + "\n"](const Request&, Values) {
                return text_reply("application/json", text);
              }});
  router.add({Method::get, "/reference", Charge::request,
              [html = reference_page(document)](const Request&, Values) { return page_reply(html); }});
}

}  // namespace exportd::api
