// Reads a whole index by one scroll and looks at nothing but the scroll's id: as fast as a client can be that reads
// page after page. What a real client takes beyond it is its own.
//
//   opensearch_drain URL INDEX [PAGE_ROWS] [SORT] [QUERY]
//
// SORT: "index" (default) or a field's name. QUERY: JSON of the query language, default every record. Prints one JSON
// line.
#include <curl/curl.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

constexpr long receive_bytes = 512 * 1024;       // the most that libcurl 7.88 takes at once
constexpr std::size_t scroll_id_within = 65536;  // it is the first key of a page

[[noreturn]] void fail(const std::string& why) {
  std::fprintf(stderr, "opensearch_drain: %s\n", why.c_str());
  std::exit(1);
}

class Connection {
 public:
  explicit Connection(std::string url) : url_(std::move(url)), curl_(curl_easy_init()) {
    headers_ = curl_slist_append(nullptr, "Content-Type: application/json");
    curl_easy_setopt(curl_, CURLOPT_HTTPHEADER, headers_);
    curl_easy_setopt(curl_, CURLOPT_BUFFERSIZE, receive_bytes);
    curl_easy_setopt(curl_, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl_, CURLOPT_WRITEFUNCTION, &Connection::take);
    curl_easy_setopt(curl_, CURLOPT_WRITEDATA, &page_);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() {
    curl_slist_free_all(headers_);
    curl_easy_cleanup(curl_);
  }

  // The body, until the next request.
  std::string_view ask(const char* method, const std::string& path, const std::string& body) {
    page_.clear();
    curl_easy_setopt(curl_, CURLOPT_URL, (url_ + path).c_str());
    curl_easy_setopt(curl_, CURLOPT_CUSTOMREQUEST, method);
    curl_easy_setopt(curl_, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    curl_easy_setopt(curl_, CURLOPT_COPYPOSTFIELDS, body.c_str());
    const CURLcode code = curl_easy_perform(curl_);
    if (code != CURLE_OK) fail(curl_easy_strerror(code));
    long status = 0;
    curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &status);
    if (status != 200) fail("status " + std::to_string(status) + ": " + page_.substr(0, 500));
    return page_;
  }

 private:
  static std::size_t take(char* bytes, std::size_t, std::size_t count, void* page) {
    static_cast<std::string*>(page)->append(bytes, count);
    return count;
  }

  std::string url_;
  CURL* curl_;
  curl_slist* headers_ = nullptr;
  std::string page_;
};

std::string scroll_id(std::string_view page) {
  constexpr std::string_view key = R"("_scroll_id":")";
  const std::string_view front = page.substr(0, scroll_id_within);
  const std::size_t start = front.find(key);
  const std::size_t end = start == front.npos ? start : front.find('"', start + key.size());
  if (end == front.npos) fail("no scroll id: " + std::string(page.substr(0, 500)));
  return std::string(front.substr(start + key.size(), end - start - key.size()));
}

void drain(const std::string& url, const std::string& index, const std::string& first_request) {
  const auto start = std::chrono::steady_clock::now();
  Connection server(url);
  std::size_t bytes = 0;
  std::size_t pages = 0;
  std::string_view page = server.ask("POST", "/" + index + "/_search?scroll=1m", first_request);
  std::string id = scroll_id(page);
  while (!page.ends_with(R"("hits":[]}})")) {
    bytes += page.size();
    ++pages;
    page = server.ask("POST", "/_search/scroll", R"({"scroll":"1m","scroll_id":")" + id + "\"}");
    id = scroll_id(page);
  }
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
  server.ask("DELETE", "/_search/scroll", R"({"scroll_id":")" + id + "\"}");
  std::printf(R"({"wallSeconds":%.4f,"bytes":%zu,"pages":%zu})"
              "\n",
              wall.count(), bytes, pages);
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) fail("usage: opensearch_drain URL INDEX [PAGE_ROWS] [SORT] [QUERY]");
  const std::string rows = count > 3 ? arguments[3] : "1000";
  const std::string_view order = count > 4 ? arguments[4] : "index";
  const std::string query = count > 5 ? std::string(R"("query":)") + arguments[5] + "," : "";
  const std::string field = order == "index" ? "_doc" : std::string(order);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  drain(arguments[1], arguments[2], R"({"size":)" + rows + "," + query + R"("sort":[")" + field + R"("]})");
  curl_global_cleanup();
}
