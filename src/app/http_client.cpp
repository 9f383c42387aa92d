#include "app/http_client.hpp"

#include <curl/curl.h>

#include <boost/json/parse.hpp>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>

#include "app/target_file.hpp"
#include "core/failure.hpp"

namespace exportd::app {

namespace json = boost::json;

namespace {

using Take = std::function<void(std::string_view)>;

std::size_t take_bytes(char* bytes, std::size_t size, std::size_t count, void* take) {
  try {
    (*static_cast<Take*>(take))({bytes, size * count});
    return size * count;
  } catch (const Failure&) {
    return 0;  // the transfer ends with CURLE_WRITE_ERROR
  }
}

struct CloseCurl {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

Failure failed(const std::string& url, const std::string& why) {
  return {FailureKind::ours, "api_error", "demo: " + url + ": " + why + ": see the log above"};
}

void transfer(const std::string& url, bool post, Take take) {
  const std::unique_ptr<CURL, CloseCurl> handle(curl_easy_init());
  if (!handle) throw failed(url, "no memory");
  const std::unique_ptr<curl_slist, CloseCurl> headers(curl_slist_append(nullptr, "Prefer: wait=30"));
  curl_easy_setopt(handle.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_NOPROXY, "*");
  curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_FAILONERROR, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_CONNECTTIMEOUT, 10L);
  curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT, 300L);
  curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, take_bytes);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &take);
  if (post) {
    curl_easy_setopt(handle.get(), CURLOPT_POST, 1L);
    curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDSIZE, 0L);
  }
  const CURLcode code = curl_easy_perform(handle.get());
  if (code != CURLE_OK) throw failed(url, curl_easy_strerror(code));
}

json::object json_of(const std::string& url, bool post) {
  std::string text;
  transfer(url, post, [&text](std::string_view bytes) { text += bytes; });
  return json::parse(text).as_object();
}

}  // namespace

json::object ApiClient::post(const std::string& path) const {
  return json_of(base_ + path, true);
}

json::object ApiClient::get(const std::string& path) const {
  return json_of(base_ + path, false);
}

void ApiClient::download(const std::string& path, const std::filesystem::path& target) const {
  const auto file = open_target(target, {});
  transfer(base_ + path, false, [&file](std::string_view bytes) { file->write(bytes); });
  file->finish();
}

}  // namespace exportd::app
