#include "search/opensearch_cursor.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "core/failure.hpp"
#include "search/opensearch_fault.hpp"

namespace exportd::search {
namespace {

namespace json = boost::json;

constexpr std::string_view scroll_prefix = "scroll:";
constexpr std::string_view point_in_time_prefix = "pit:";
constexpr std::chrono::seconds closing_time_max{3};

// A context must outlive the writing of a page that waits for a slow file store; when exportd dies, it goes by itself.
std::string keep_alive(const OpenSearchCluster& cluster) {
  return std::to_string(5 * cluster.timeout.count()) + "s";
}

Patience once(const std::stop_token& stop) {
  return {.repeat = Repeat::never, .deadline = {}, .stop = stop};
}

// Best effort, tried again while its time lasts (closing twice changes nothing): a cluster short of memory refuses this
// too, and open contexts are what keeps it short. What stays open is closed by the cluster when its own time is over.
void close_context(OpenSearchClient& client, const std::string& path, const json::object& body) noexcept {
  try {
    const Patience patience{
        .repeat = Repeat::safe, .deadline = std::chrono::steady_clock::now() + closing_time_max, .stop = {}};
    static_cast<void>(client.ask({"DELETE", path, json::serialize(body)}, patience));
  } catch (const std::exception&) {
    return;
  }
}

void close_scroll(OpenSearchClient& client, std::string_view id) noexcept {
  close_context(client, "/_search/scroll", {{"scroll_id", {id}}});
}

void close_point_in_time(OpenSearchClient& client, std::string_view id) noexcept {
  close_context(client, "/_search/point_in_time", {{"pit_id", {id}}});
}

// The id stands first in the answer: reading it does not wait for the rest to be read.
std::string newest_scroll_id(const PaddedAnswer& answer, std::string last) {
  constexpr std::string_view before = R"({"_scroll_id":")";
  const std::string_view text = answer.text();
  if (!text.starts_with(before)) return last;
  const std::size_t end = text.find('"', before.size());
  return std::string(text.substr(before.size(), end - before.size()));
}

class ScrollCursor final : public Cursor {
 public:
  ScrollCursor(OpenSearchClient& client, std::string id) : client_(client), id_(std::move(id)) {}
  ~ScrollCursor() override { close_scroll(client_, id_); }
  ScrollCursor(const ScrollCursor&) = delete;
  ScrollCursor& operator=(const ScrollCursor&) = delete;

  PaddedAnswer next(const std::stop_token& stop) override {
    const json::object body{{"scroll", keep_alive(client_.cluster())}, {"scroll_id", id_}};
    PaddedAnswer answer(client_.ask({"POST", "/_search/scroll", json::serialize(body)}, once(stop)));
    id_ = newest_scroll_id(answer, std::move(id_));
    return answer;
  }
  void follow(const OpenSearchHits&) override {}
  [[nodiscard]] bool runs_ahead() const override { return true; }
  [[nodiscard]] std::string context() const override { return std::string(scroll_prefix) + id_; }

 private:
  OpenSearchClient& client_;
  std::string id_;
};

class PointInTimeCursor final : public Cursor {
 public:
  PointInTimeCursor(OpenSearchClient& client, std::string id, json::object body)
      : client_(client), id_(std::move(id)), body_(std::move(body)) {}
  ~PointInTimeCursor() override { close_point_in_time(client_, id_); }
  PointInTimeCursor(const PointInTimeCursor&) = delete;
  PointInTimeCursor& operator=(const PointInTimeCursor&) = delete;

  PaddedAnswer next(const std::stop_token& stop) override {
    body_["pit"] = json::object{{"id", id_}, {"keep_alive", keep_alive(client_.cluster())}};
    Patience patience;
    patience.stop = stop;
    return PaddedAnswer(client_.ask({"POST", "/_search?" + whole_only, json::serialize(body_)}, patience));
  }
  void follow(const OpenSearchHits& hits) override {
    if (!hits.context.empty()) id_ = hits.context;
    if (!hits.last_sort.empty()) body_["search_after"] = json::parse(hits.last_sort);
  }
  [[nodiscard]] bool runs_ahead() const override { return false; }
  [[nodiscard]] std::string context() const override { return std::string(point_in_time_prefix) + id_; }

 private:
  OpenSearchClient& client_;
  std::string id_;
  json::object body_;
};

}  // namespace

OpenedScroll open_scroll(OpenSearchClient& client, const std::string& target, const json::object& body,
                         const std::stop_token& stop) {
  Patience patience;
  patience.stop = stop;
  const char separator = target.find('?') == std::string::npos ? '?' : '&';
  const std::string path = target + separator + "scroll=" + keep_alive(client.cluster());
  PaddedAnswer answer(client.ask({"POST", path, json::serialize(body)}, patience));
  const std::string id = newest_scroll_id(answer, {});
  if (id.empty()) throw broken_answer("a scroll without an id");
  auto cursor = std::make_unique<ScrollCursor>(client, id);  // from here on it is closed
  OpenSearchHits hits = read_hits(answer.text());
  return {std::move(cursor), std::move(answer), std::move(hits)};
}

std::unique_ptr<Cursor> open_point_in_time(OpenSearchClient& client, const std::string& index, json::object body,
                                           const std::stop_token& stop) {
  Patience patience;
  patience.stop = stop;
  const std::string path = "/" + index + "/_search/point_in_time?allow_partial_pit_creation=false&keep_alive=" +
                           keep_alive(client.cluster());
  const std::vector<char> answer = client.ask({"POST", path, ""}, patience);
  boost::system::error_code error;
  const json::value parsed = json::parse(std::string_view(answer.data(), answer.size()), error);
  const json::value* id = parsed.is_object() ? parsed.get_object().if_contains("pit_id") : nullptr;
  if (error || id == nullptr || !id->is_string()) throw broken_answer("a point in time without an id");
  return std::make_unique<PointInTimeCursor>(client, std::string(id->get_string()), std::move(body));
}

void release_context(OpenSearchClient& client, std::string_view contexts) {
  while (!contexts.empty()) {
    const std::size_t blank = contexts.find(' ');
    const std::string_view one = contexts.substr(0, blank);
    contexts = blank == std::string_view::npos ? std::string_view() : contexts.substr(blank + 1);
    if (one.starts_with(scroll_prefix)) close_scroll(client, one.substr(scroll_prefix.size()));
    if (one.starts_with(point_in_time_prefix)) close_point_in_time(client, one.substr(point_in_time_prefix.size()));
  }
}

}  // namespace exportd::search
