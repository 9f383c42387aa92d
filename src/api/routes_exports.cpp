// One export: how it stands, its events, cancelling it.
#include <boost/json/serialize.hpp>
#include <string>
#include <utility>

#include "api/bearer_token.hpp"
#include "api/conditional.hpp"
#include "api/problem.hpp"
#include "api/routes.hpp"
#include "api/task_answer.hpp"

namespace exportd::api {

namespace json = boost::json;

namespace {

Reply show(const ServiceParts& parts, TaskWatch& watch, const Request& request, const PathValues& values) {
  const TaskRecord record = found_task(parts, id_in(values), run_in(request));
  const std::uint64_t position = watch.queue_position(record);
  const std::string tag = entity_tag(record, position);
  Headers headers{{"ETag", tag}, {"Cache-Control", "no-cache"}};
  if (!record.run.status.terminal()) headers.add("Retry-After", "10");
  if (none_match_fails(request.headers, tag)) {
    return {.status = 304, .headers = std::move(headers), .content = {}, .route = {}};
  }
  return json_reply(200, task_answer(parts, record, position), std::move(headers));
}

// A stream with its place among those of its client.
class CountedSource final : public EventSource {
 public:
  CountedSource(std::unique_ptr<EventSource> source, std::unique_ptr<EventStreams::Place> place)
      : place_(std::move(place)), source_(std::move(source)) {}
  void on_news(std::function<void()> wake) override { source_->on_news(std::move(wake)); }
  std::string take() override { return source_->take(); }
  bool ended() const override { return source_->ended(); }
  bool told_already() const override { return source_->told_already(); }

 private:
  std::unique_ptr<EventStreams::Place> place_;
  std::unique_ptr<EventSource> source_;
};

// "3.17": the run and version of the last event that the client has seen. Anything else is as good as none.
std::optional<int> run_last_seen(std::string_view last_event) {
  return run_number(last_event.substr(0, last_event.find('.')));
}

Reply events(const ServiceParts& parts, TaskWatch& watch, EventStreams& streams, const Request& request,
             const PathValues& values) {
  const TaskId id = id_in(values);
  const std::optional<int> asked = run_in(request);
  const std::string last_event(request.headers.first("Last-Event-ID"));
  // Who comes back follows the run it followed, to its end, also if there is a newer one by now.
  const std::optional<int> last_seen = last_event.empty() ? std::nullopt : run_last_seen(last_event);
  auto place = streams.enter(request.client.network());
  if (!place) {
    throw ProblemAnswer{{.status = 429,
                         .code = "too_many_streams",
                         .detail = "too many event streams are open from your network: close one, or ask for the "
                                   "export itself every 10 s",
                         .parameter = {},
                         .more = {}},
                        {{"Retry-After", "10"}}};
  }
  auto source = watch.follow(id, asked ? asked : last_seen, last_event);
  if (!source && !asked && last_seen) source = watch.follow(id, std::nullopt, {});  // a run there has never been
  if (!source) static_cast<void>(found_task(parts, id, asked));  // says which of the two there is not
  if (!source) throw ProblemAnswer{not_found("export: there is none of that id"), {}};
  // 204 tells a client of server-sent events not to come back (WHATWG HTML, section 9.2).
  if (source->told_already()) return {.status = 204, .headers = {}, .content = {}, .route = {}};
  return {.status = 200,
          .headers = {{"Content-Type", "text/event-stream"},
                      {"Cache-Control", "no-store, no-transform"},
                      {"X-Accel-Buffering", "no"}},
          .content = std::make_unique<CountedSource>(std::move(source), std::move(place)),
          .route = {}};
}

Reply cancelled(const ServiceParts& parts, TaskWatch& watch, const TaskRecord& record, bool others_remain) {
  json::object body = task_answer(parts, record, watch.queue_position(record));
  body["left"] = others_remain;
  return json_reply(others_remain ? 200 : 202, body);
}

[[noreturn]] void refuse_ended() {
  throw ProblemAnswer{problem_of(Refusal::already_ended), {}};
}

// ?run=N is in the links of a task: only the newest run can be cancelled, and no other is cancelled in its stead.
Reply cancel(const ServiceParts& parts, TaskWatch& watch, const Request& request, const PathValues& values) {
  const TaskId id = id_in(values);
  const std::optional<int> run = run_in(request);
  const auto token = bearer_token(request);
  if (!token) {
    throw ProblemAnswer{{.status = 401,
                         .code = "token_missing",
                         .detail = "cancelling needs the cancelToken of the request, as \"Authorization: Bearer …\"",
                         .parameter = {},
                         .more = {}},
                        {{"WWW-Authenticate", "Bearer realm=\"exportd\""}}};
  }
  const TaskRecord newest = found_task(parts, id, std::nullopt);
  const bool over = newest.run.status.terminal() || (run && *run != newest.run.number);
  if (run) static_cast<void>(found_task(parts, id, run));
  if (parts.rules.admin_token && same_secret(*token, *parts.rules.admin_token)) {
    if (over) refuse_ended();
    const auto done = parts.tasks.request_cancel(id, ActorKind::admin);
    if (!done) throw ProblemAnswer{problem_of(done.error()), {}};
    return cancelled(parts, watch, *done, false);
  }
  const auto left = parts.tasks.leave(id, hash_of(*token));
  if (!left) throw ProblemAnswer{problem_of(left.error()), {}};
  // The store lets a call be repeated whose reply was lost, and knows the tokens of older runs; here what had ended is
  // told to have ended.
  const int left_run = left->record.run.number;
  if (left_run < newest.run.number || (over && left_run == newest.run.number)) refuse_ended();
  return cancelled(parts, watch, left->record, left->others_remain);
}

}  // namespace

void add_export_routes(Router& router, const ServiceParts& parts, TaskWatch& watch, EventStreams& streams) {
  router.add({Method::get, "/v1/exports/{id}", Charge::request,
              [&](const Request& request, const PathValues& values) { return show(parts, watch, request, values); }});
  router.add({Method::del, "/v1/exports/{id}", Charge::request,
              [&](const Request& request, const PathValues& values) { return cancel(parts, watch, request, values); }});
  router.add(
      {Method::get, "/v1/exports/{id}/events", Charge::request, [&](const Request& request, const PathValues& values) {
         return events(parts, watch, streams, request, values);
       }});
}

}  // namespace exportd::api
