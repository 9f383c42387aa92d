#include "files/s3_checks.hpp"

#include <chrono>
#include <functional>
#include <vector>

#include "core/failure.hpp"
#include "files/random_name.hpp"
#include "net/http_transport.hpp"

namespace exportd::files {
namespace {

class Probe {
 public:
  explicit Probe(S3Store& store) : store_(store), key_("exportd-doctor/" + random_name()) {
    const auto sink = store_.create(key_, {});
    sink->write(text_);
    sink->finish();
  }
  ~Probe() {
    try {
      if (!removed_) static_cast<void>(store_.remove(key_));
    } catch (const std::exception&) {
      return;  // the check that failed says why
    }
  }
  Probe(const Probe&) = delete;
  Probe& operator=(const Probe&) = delete;

  void read_back() const {
    const auto reader = store_.open(key_);
    std::string found(text_.size() + 1, '\0');
    if (reader) found.resize(reader->read_at(0, found));
    if (found != text_) wrong("what was stored is not what is read");
  }

  void refuse_strangers() const {
    net::HttpTransport transport({store_.bucket().place().ca_file});
    const net::HttpRequest unsigned_request{
        .method = "GET", .url = store_.bucket().url_of(key_.text()), .headers = {}, .body = {}};
    const auto answer = transport.exchange(unsigned_request, {.whole = std::chrono::seconds(10)}, {});
    if (answer && answer->status / 100 == 2) wrong("anybody can read its objects: block public access to the bucket");
  }

  void remove() {
    if (!store_.remove(key_)) wrong("what was stored is gone before it was removed");
    removed_ = true;
    if (store_.stat(key_)) wrong("what was removed is still there");
  }

 private:
  [[noreturn]] static void wrong(const std::string& what) { throw Failure(FailureKind::ours, "wrong", what); }

  S3Store& store_;
  const ObjectKey key_;
  const std::string text_ = "exportd doctor was here";
  bool removed_ = false;
};

// What one of the bucket's settings says: `good` where it is as it should be, else advice.
struct Setting {
  const char* name;    // as S3's API has it
  const char* none;    // the error code that says that there is none
  std::string topic;   // in words
  std::string advice;  // if it is not as it should be
  std::function<bool(std::string_view)> is_good;
};

std::vector<Setting> settings() {
  return {{"publicAccessBlock", "NoSuchPublicAccessBlockConfiguration", "public access is blocked",
           "block public access to the bucket, unless the account does", parse_all_blocked},
          {"versioning", "", "removed files are gone",
           "versioning is on: what is removed stays as an old version: expire those by a lifecycle rule",
           [](std::string_view body) { return parse_versioning(body) != "Enabled"; }},
          {"lifecycle", "NoSuchLifecycleConfiguration", "incomplete uploads end by a lifecycle rule",
           "add a lifecycle rule that aborts incomplete uploads after some days", parse_aborts_uploads}};
}

struct Found {
  std::string good;
  std::string advice;
  std::string unknown;
};

void add(std::string& list, const std::string& item, const char* separator) {
  list += (list.empty() ? "" : separator) + item;
}

void look_at(const Setting& setting, S3Bucket& bucket, Found& found) {
  const net::HttpResponse answer = bucket.ask_about(setting.name);
  const std::string code = net::aws_error_code(answer);
  try {
    const bool none = !code.empty() && code == setting.none;
    if (!none && answer.status != 200) return add(found.unknown, setting.name, ", ");  // a small server, or not allowed
    if (!none && setting.is_good(answer.text())) return add(found.good, setting.topic, ", ");
    add(found.advice, setting.advice, "; ");
  } catch (const Failure&) {
    add(found.unknown, setting.name, ", ");  // it answers something else
  }
}

}  // namespace

std::string checked_bucket(S3Store& store) {
  static_cast<void>(store.bucket().list("exportd-doctor/", ""));
  Probe probe(store);
  probe.read_back();
  probe.refuse_strangers();
  probe.remove();
  Found found;
  for (const Setting& setting : settings()) look_at(setting, store.bucket(), found);
  std::string said = "objects are stored, read and removed, strangers are refused";
  if (!found.good.empty()) said += ", " + found.good;
  if (!found.unknown.empty()) said += "; not known here: " + found.unknown;
  if (!found.advice.empty()) said += "; advice: " + found.advice;
  return said;
}

}  // namespace exportd::files
