#include "net/http_transport.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <mutex>
#include <string_view>
#include <utility>

namespace exportd::net {
namespace {

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

// What one transfer's callbacks share.
struct Transfer {
  const TransferLimits& limits;
  const std::stop_token& stop;
  const bool once;
  int times_sent = 0;
  HttpResponse response;
  bool headers_whole = false;
  bool too_large = false;
};

std::size_t reserved_for(const Transfer& transfer) {
  const std::string_view length = transfer.response.header("content-length");
  std::size_t bytes = 0;
  std::from_chars(length.data(), length.data() + length.size(), bytes);
  return std::min(bytes, transfer.limits.body_bytes_max) + limits::page_padding_bytes;
}

// Nothing may be thrown through libcurl's frames: no memory ends the transfer as one that is too large.
template <class Take>
std::size_t taken(Transfer& transfer, std::size_t bytes, Take&& take) noexcept {
  try {
    if (take()) return bytes;
  } catch (const std::exception&) {
    transfer.too_large = true;
  }
  return 0;
}

bool add_header(Transfer& transfer, std::string_view line) {
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  if (line.starts_with("HTTP/")) {  // the answer itself, after a 100 Continue too
    transfer.response.headers.clear();
    transfer.headers_whole = false;
  } else if (line.empty()) {
    transfer.headers_whole = true;
  } else {
    transfer.response.headers.emplace_back(line);
  }
  return true;
}

bool add_body(Transfer& transfer, std::string_view bytes) {
  std::vector<char>& body = transfer.response.body;
  if (body.size() + bytes.size() > transfer.limits.body_bytes_max) {
    transfer.too_large = true;
    return false;
  }
  if (body.empty()) body.reserve(reserved_for(transfer));
  body.insert(body.end(), bytes.begin(), bytes.end());
  return true;
}

std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  return taken(transfer, size * count, [&] { return add_header(transfer, {bytes, size * count}); });
}

std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  return taken(transfer, size * count, [&] { return add_body(transfer, {bytes, size * count}); });
}

int go_on(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Transfer*>(self)->stop.stop_requested() ? 1 : 0;
}

int before_sending(void* self, char*, char*, int, int) {
  auto& transfer = *static_cast<Transfer*>(self);
  return ++transfer.times_sent > 1 && transfer.once ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

TransportFaultKind kind_of(CURL* handle, CURLcode code, const Transfer& transfer) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR: return TransportFaultKind::not_sent;  // also a handshake that was cut off
    case CURLE_OPERATION_TIMEDOUT: {
      curl_off_t connected = 0;  // µs until the connection stood; 0: it never did
      curl_easy_getinfo(handle, CURLINFO_PRETRANSFER_TIME_T, &connected);
      return connected == 0 ? TransportFaultKind::not_sent : TransportFaultKind::timed_out;
    }
    case CURLE_ABORTED_BY_CALLBACK:
      return transfer.stop.stop_requested() ? TransportFaultKind::stopped : TransportFaultKind::broken;
    case CURLE_WRITE_ERROR: return transfer.too_large ? TransportFaultKind::too_large : TransportFaultKind::broken;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_ISSUER_ERROR: return TransportFaultKind::tls;
    default: return TransportFaultKind::broken;
  }
}

// libcurl 7.88 takes a connection that ends inside the headers for a success without a body, and a body without a
// length for whole wherever it ends.
bool has_known_end(const Transfer& transfer, bool no_body) {
  if (!transfer.headers_whole) return false;
  const int status = transfer.response.status;
  if (no_body || status == 204 || status == 304) return true;
  return !transfer.response.header("content-length").empty() || !transfer.response.header("transfer-encoding").empty();
}

}  // namespace

struct HttpTransport::Handle {
  Handle() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    curl = curl_easy_init();
    if (curl == nullptr) throw std::bad_alloc();
  }
  ~Handle() { curl_easy_cleanup(curl); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  template <class Value>
  void set(CURLoption option, Value value) const {
    curl_easy_setopt(curl, option, value);
  }
  void set_request(const HttpRequest& request, curl_slist* headers) const;
  void set_limits(const TransferLimits& limits) const;
  void set_callbacks(Transfer& transfer) const;

  CURL* curl = nullptr;
};

void HttpTransport::Handle::set_request(const HttpRequest& request, curl_slist* headers) const {
  set(CURLOPT_URL, request.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  // What is said here about ends of answers and kept connections holds for HTTP/1.1.
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_NOPROXY, "*");
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_HTTPHEADER, headers);
  if (request.accept_gzip) set(CURLOPT_ACCEPT_ENCODING, "gzip");
  if (request.method == "HEAD") {
    set(CURLOPT_NOBODY, 1L);
  } else if (!request.body.empty() || request.method == "POST" || request.method == "PUT") {
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(CURLOPT_POSTFIELDS, request.body.c_str());
  }
  set(CURLOPT_CUSTOMREQUEST, request.method == "HEAD" ? nullptr : request.method.c_str());
}

void HttpTransport::Handle::set_limits(const TransferLimits& limits) const {
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connect.count()));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(limits.whole.count()));
  set(CURLOPT_LOW_SPEED_LIMIT, static_cast<long>(limits.stall_bytes_per_second));
  set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(limits.stall.count()));
  set(CURLOPT_BUFFERSIZE, 256L * 1'024);
}

void HttpTransport::Handle::set_callbacks(Transfer& transfer) const {
  set(CURLOPT_HEADERFUNCTION, take_header);
  set(CURLOPT_HEADERDATA, &transfer);
  set(CURLOPT_WRITEFUNCTION, take_body);
  set(CURLOPT_WRITEDATA, &transfer);
  set(CURLOPT_PREREQFUNCTION, before_sending);
  set(CURLOPT_PREREQDATA, &transfer);
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, go_on);
  set(CURLOPT_XFERINFODATA, &transfer);
}

HttpTransport::HttpTransport(TlsTrust trust) : handle_(std::make_unique<Handle>()), trust_(std::move(trust)) {}

HttpTransport::~HttpTransport() = default;

Result<HttpResponse, TransportFault> HttpTransport::exchange(const HttpRequest& request, const TransferLimits& limits,
                                                             const std::stop_token& stop) {
  if (stop.stop_requested()) return Err{TransportFault{TransportFaultKind::stopped, "stopped"}};
  const Handle& handle = *handle_;
  curl_easy_reset(handle.curl);  // the connection stays
  HeaderList headers(curl_slist_append(nullptr, "Expect:"));
  for (const std::string& header : request.headers) curl_slist_append(headers.get(), header.c_str());
  Transfer transfer{.limits = limits, .stop = stop, .once = request.once, .response = {}};
  std::array<char, CURL_ERROR_SIZE> words{};
  handle.set_request(request, headers.get());
  handle.set_limits(limits);
  handle.set_callbacks(transfer);
  handle.set(CURLOPT_ERRORBUFFER, words.data());
  if (!trust_.ca_file.empty()) {
    handle.set(CURLOPT_CAINFO, trust_.ca_file.c_str());
    handle.set<const char*>(CURLOPT_CAPATH, nullptr);  // instead of the system's, not beside them
  }

  const CURLcode code = curl_easy_perform(handle.curl);
  handle.set(CURLOPT_ERRORBUFFER, nullptr);
  if (code != CURLE_OK) {
    std::string reason = words[0] != '\0' ? words.data() : curl_easy_strerror(code);
    return Err{TransportFault{kind_of(handle.curl, code, transfer), std::move(reason)}};
  }
  long status = 0;
  curl_easy_getinfo(handle.curl, CURLINFO_RESPONSE_CODE, &status);
  transfer.response.status = static_cast<int>(status);
  if (!has_known_end(transfer, request.method == "HEAD"))
    return Err{TransportFault{TransportFaultKind::broken, "the answer ended before its end was known"}};
  return std::move(transfer.response);
}

}  // namespace exportd::net
