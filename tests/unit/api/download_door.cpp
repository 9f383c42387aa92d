#include "tests/unit/api/download_door.hpp"

#include <stdexcept>
#include <thread>

#include "seal/sealing_sink.hpp"
#include "seal/sha256.hpp"
#include "tests/unit/query/shipped.hpp"

namespace exportd::api_test {

using namespace std::chrono_literals;

std::string Download::take(std::size_t block, std::size_t at_most) const {
  std::string all;
  std::vector<char> bytes(block);
  while (all.size() < file().size() && all.size() < at_most) {
    const std::size_t read = file().read(bytes);
    if (read == 0 || read > block) throw std::logic_error("a file gives no byte, or too many");
    all.append(bytes.data(), read);
  }
  file().ended(all.size());
  return all;
}

TaskId task_id(const std::string& name) {
  return TaskId(name + std::string(26 - name.size(), 'a'));
}

DownloadDoor::DownloadDoor()
    : stored(table, clock, {.parallel = 3, .attempts_max = 1, .keep = std::chrono::hours(24)}, "test") {
  Environment environment;
  environment.name = "petdb";
  environments_.push_back(environment);
  open_door();
  use({&identity_, 1});
}

DownloadDoor::~DownloadDoor() = default;

void DownloadDoor::open_door() {
  parts_.reset(new api::ServiceParts{.tasks = tasks,
                                     .search = search_,
                                     .files = files,
                                     .clock = clock,
                                     .environments = environments_,
                                     .identities = {},
                                     .rules = {},
                                     .preview = {},
                                     .points = {},
                                     .metrics = [] { return std::string(); },
                                     .openapi_base = query_test::source_file("src/api/openapi.json"),
                                     .page_files = {{"page.html", "<title>the page</title>"}},
                                     .draining = [] { return false; }});
  parts_->rules.public_url = "https://export.example";
  parts_->rules.requests_per_minute = 0;
  door_ = std::make_unique<api::FrontDoor>(*parts_, [this](const std::string& where, const Failure& failure) {
    log.push_back(where + ": " + failure.code() + ": " + failure.message() + " " + failure.detail());
  });
}

void DownloadDoor::use(std::span<const seal::Identity> identities) {
  parts_->identities = identities;
}

TaskRecord DownloadDoor::request(const std::string& name, const std::string& options) {
  const std::string token = std::to_string(++tokens_);
  const auto admitted = stored.create_or_join({.task = {task_id(name), "petdb", "variables=" + name, options},
                                               .email = {},
                                               .idempotency_key = {},
                                               .token = [token](int) { return TokenHash{token}; },
                                               .data_version = {},
                                               .refresh = true});
  return admitted.value().record;
}

std::string description_of(const std::string& name) {
  return R"({"url":"file of )" + name + R"("})";
}

void DownloadDoor::seal(const ObjectKey& key, const std::string& content) {
  const auto object = files.create(key, {});
  seal::SealingSink sink(*object, {{identity_.recipient()}});
  sink.write(content);
  sink.finish();
}

TaskRecord DownloadDoor::finish(const std::string& name, const std::string& content, const std::string& options) {
  static_cast<void>(request(name, options));
  const Claim claim = stored.claim_next("w1").value();
  const std::string key = "petdb/" + name + "/run-" + std::to_string(claim.token.value);
  const Receipt receipt{.object = ObjectKey(key + ".csv.age"),
                        .metadata_object = ObjectKey(key + ".metadata.json.age"),
                        .records = 1,
                        .rows = 1,
                        .columns = 1,
                        .bytes = content.size(),
                        .sealed_bytes = 0,
                        .sha256 = seal::sha256_hex(content),
                        .data_version = {}};
  seal(receipt.object, content);
  seal(receipt.metadata_object, description_of(name));
  return stored.settle(claim, {Status::succeeded, receipt, std::nullopt}).value();
}

TaskRecord DownloadDoor::fail(const std::string& name) {
  static_cast<void>(request(name));
  const RunError error{"bad_records", "a record cannot be read: tell the operator"};
  return stored.settle(stored.claim_next("w1").value(), {Status::failed, std::nullopt, error}).value();
}

Download DownloadDoor::get(const std::string& target, api::Headers headers, api::Method method,
                           const std::string& client) {
  api::Request request;
  request.method = method;
  request.method_name = method == api::Method::head ? "HEAD" : "GET";
  const std::size_t mark = target.find('?');
  request.path = target.substr(0, mark);
  if (mark != std::string::npos) request.query = target.substr(mark + 1);
  request.headers = std::move(headers);
  request.client = api::ClientAddress::parse(client).value();
  request.id = "request-1";
  return {door_->answer(request)};
}

std::vector<AuditEvent> DownloadDoor::downloads(const std::string& name) {
  std::vector<AuditEvent> found;
  for (AuditEvent& event : stored.audit(task_id(name))) {
    if (of_download(event.kind)) found.push_back(std::move(event));
  }
  return found;
}

AuditEvent DownloadDoor::ended(const std::string& name) {
  for (int tries = 0; tries < 1'000; ++tries) {
    for (AuditEvent& event : downloads(name)) {
      if (event.kind == AuditKind::download_ended) return event;
    }
    std::this_thread::sleep_for(10ms);
  }
  throw std::logic_error("no download has ended");
}

void DownloadDoor::damage(const ObjectKey& key, std::size_t at, int by) {
  const auto reader = files.open(key);
  std::string bytes(static_cast<std::size_t>(reader->size()), '\0');
  static_cast<void>(reader->read_at(0, bytes));
  if (by == 0) bytes.resize(at);
  if (by != 0) bytes.at(at) = static_cast<char>(bytes.at(at) ^ by);
  static_cast<void>(files.remove(key));
  const auto object = files.create(key, {});
  object->write(bytes);
  object->finish();
}

}  // namespace exportd::api_test
