// The file of a run, and its description.
#include <optional>
#include <string>
#include <utility>

#include "api/byte_range.hpp"
#include "api/conditional.hpp"
#include "api/download_log.hpp"
#include "api/download_places.hpp"
#include "api/downloadable_run.hpp"
#include "api/file_download.hpp"
#include "api/problem.hpp"
#include "api/routes.hpp"
#include "api/task_answer.hpp"
#include "core/base64.hpp"
#include "core/file_name.hpp"
#include "seal/hex.hpp"
#include "seal/sha256.hpp"

namespace exportd::api {

namespace {

constexpr std::size_t tag_digits = 32;  // of SHA-256: more than two files will ever share

std::string content_type(std::string_view name) {
  if (name.ends_with(".gz")) return "application/gzip";
  if (name.ends_with(".zst")) return "application/zstd";
  if (name.ends_with(".csv")) return "text/csv; charset=utf-8; header=present";
  return name.ends_with(".ndjson") ? "application/x-ndjson" : "application/json";
}

// RFC 9530: of the whole file, also when a part of it is sent.
std::string repr_digest(std::string_view sha256_hex) {
  const auto bytes = seal::bytes_of_hex(sha256_hex);
  if (!bytes) throw Failure(FailureKind::ours, "bad_receipt", "a run's receipt has a SHA-256 that is none");
  return "sha-256=:" + base64_padded(*bytes) + ":";
}

std::string run_path(const TaskRecord& record) {
  return "/v1/exports/" + record.task.id.text() + "/runs/" + std::to_string(record.run.number);
}

std::string file_address(const ServiceParts& parts, const TaskRecord& record) {
  return parts.rules.public_url + run_path(record) + "/file";
}

std::string metadata_address(const ServiceParts& parts, const TaskRecord& record) {
  return parts.rules.public_url + "/v1/exports/" + record.task.id.text() +
         "/metadata?run=" + std::to_string(record.run.number);
}

// What 200, 206 and 304 have alike (RFC 9110, section 15.4.5). A file never changes; it expires, so caches ask each
// time.
Headers file_identity(const ServiceParts& parts, const TaskRecord& record) {
  return {{"Content-Location", file_address(parts, record)},
          {"ETag", "\"" + record.run.receipt->sha256.substr(0, tag_digits) + "\""},
          {"Cache-Control", "no-cache, no-transform"}};
}

Headers metadata_identity(const ServiceParts& parts, const TaskRecord& record) {
  // A description is written once, under a name of its own.
  const std::string digest = seal::sha256_hex(record.run.receipt->metadata_object.text());
  return {{"Content-Location", metadata_address(parts, record)},
          {"ETag", "\"" + digest.substr(0, tag_digits) + "\""},
          {"Cache-Control", "no-cache"}};
}

// What is true of the file whatever part of it is sent, besides.
void describe_file(Headers& headers, const ServiceParts& parts, const TaskRecord& record) {
  const std::string name = file_name(record.task);
  headers.add("Content-Type", content_type(name));
  headers.add("Content-Disposition", "attachment; filename=\"" + name + "\"");
  headers.add("Repr-Digest", repr_digest(record.run.receipt->sha256));
  headers.add("Accept-Ranges", "bytes");
  headers.add("Link", "<" + metadata_address(parts, record) + R"(>; rel="describedby"; type="application/csvm+json")");
}

// RFC 9110, section 13.2.2; nullopt: the request goes on.
std::optional<Reply> precondition_reply(const Request& request, const Headers& identity) {
  const std::string tag(identity.first("ETag"));
  if (match_fails(request.headers, tag)) {
    throw ProblemAnswer{{.status = 412,
                         .code = "precondition_failed",
                         .detail = "this is not the file that If-Match names: ask again without it",
                         .parameter = {},
                         .more = {}},
                        {{"ETag", tag}}};
  }
  if (!none_match_fails(request.headers, tag)) return std::nullopt;
  return Reply{.status = 304, .headers = identity, .content = {}, .route = {}};
}

[[noreturn]] void refuse_range(std::uint64_t size) {
  const std::string all = std::to_string(size);
  throw ProblemAnswer{{.status = 416,
                       .code = "range_not_satisfiable",
                       .detail = "Range: it begins behind the end of the file, which has " + all + " bytes",
                       .parameter = {},
                       .more = {}},
                      {{"Content-Range", "bytes */" + all}, {"Accept-Ranges", "bytes"}}};
}

[[noreturn]] void refuse_too_many() {
  throw ProblemAnswer{{.status = 429,
                       .code = "too_many_downloads",
                       .detail = "too many downloads are under way: try again when one has ended",
                       .parameter = {},
                       .more = {}},
                      {{"Retry-After", "10"}}};
}

DownloadPlaces::Place place_for(DownloadPlaces& places, const Request& request) {
  auto place = places.take(request.client.network());
  if (!place) refuse_too_many();
  return *std::move(place);
}

OpenedObject opened_file(const ServiceParts& parts, const Receipt& receipt) {
  OpenedObject object = open_object(parts, receipt.object);
  if (object.plain->size() == receipt.bytes) return object;
  throw Failure(FailureKind::ours, "object_changed", "the stored file has not the length it was made with: restore it",
                receipt.object.text() + ": " + std::to_string(object.plain->size()) + " bytes instead of " +
                    std::to_string(receipt.bytes));
}

// The headers alone, with the length that GET has.
Reply head_reply(Headers headers, std::uint64_t size) {
  headers.add("Content-Length", std::to_string(size));
  return {.status = 200, .headers = std::move(headers), .content = {}, .route = {}};
}

Reply file(const FileParts& files, const Request& request, const PathValues& values) {
  const auto& [parts, places, downloads] = files;
  const TaskId id = id_in(values);
  std::optional<int> number;
  if (const auto run = values.find("run"); run != values.end()) {
    number = run_number(run->second);
    if (!number) throw ProblemAnswer{not_found("export: a run's number is a whole number from 1"), {}};
  }
  const TaskRecord record = downloadable_run(parts, id, number);
  const Receipt& receipt = *record.run.receipt;
  Headers headers = file_identity(parts, record);
  if (auto reply = precondition_reply(request, headers)) return *std::move(reply);

  const RangeWanted range = range_wanted(request, receipt.bytes, headers.first("ETag"));
  if (range.kind == RangeWanted::Kind::unsatisfiable) refuse_range(receipt.bytes);
  OpenedObject object = opened_file(parts, receipt);
  describe_file(headers, parts, record);
  if (request.method == Method::head) return head_reply(std::move(headers), receipt.bytes);

  FilePart part{0, receipt.bytes};
  std::optional<ByteSpan> span;
  if (range.kind == RangeWanted::Kind::part) {
    span = range.part;
    part = {span->first, span->last - span->first + 1};
    headers.add("Content-Range", "bytes " + std::to_string(span->first) + "-" + std::to_string(span->last) + "/" +
                                     std::to_string(receipt.bytes));
  }
  DownloadPlaces::Place place = place_for(places, request);
  const std::shared_ptr<DownloadLog::Entry> entry =
      downloads.begin({.task = id, .run = record.run.number, .network = request.client.network(), .range = span});
  DownloadWatch watch{.failed = [&all = downloads, where = request.id + " " + receipt.object.text()](
                                    const Failure& failure) { all.report(where, failure); },
                      .ended = [entry](std::uint64_t bytes_sent) { entry->ended(bytes_sent); }};
  return {.status = span ? 206 : 200,
          .headers = std::move(headers),
          .content = std::make_unique<FileDownload>(std::move(object), part, std::move(place), std::move(watch)),
          .route = {}};
}

Reply metadata(const FileParts& files, const Request& request, const PathValues& values) {
  const auto& [parts, places, downloads] = files;
  const TaskRecord record = described_run(parts, id_in(values), run_in(request));
  const ObjectKey& key = record.run.receipt->metadata_object;
  Headers headers = metadata_identity(parts, record);
  if (auto reply = precondition_reply(request, headers)) return *std::move(reply);
  OpenedObject object = open_object(parts, key);
  const std::uint64_t size = object.plain->size();
  headers.add("Content-Type", "application/csvm+json");
  headers.add("Link", "<" + file_address(parts, record) + R"(>; rel="describes")");
  if (request.method == Method::head) return head_reply(std::move(headers), size);
  // No download in the audit log, but the client may take it just as slowly.
  DownloadPlaces::Place place = place_for(places, request);
  DownloadWatch watch{.failed = [&all = downloads, where = request.id + " " + key.text()](
                                    const Failure& failure) { all.report(where, failure); },
                      .ended = [](std::uint64_t) {}};
  return {.status = 200,
          .headers = std::move(headers),
          .content =
              std::make_unique<FileDownload>(std::move(object), FilePart{0, size}, std::move(place), std::move(watch)),
          .route = {}};
}

}  // namespace

void add_file_routes(Router& router, const FileParts& files) {
  const auto answer_file = [files](const Request& request, const PathValues& values) {
    return file(files, request, values);
  };
  router.add({Method::get, "/v1/exports/{id}/file", Charge::request, answer_file});
  router.add({Method::get, "/v1/exports/{id}/runs/{run}/file", Charge::request, answer_file});
  router.add({Method::get, "/v1/exports/{id}/metadata", Charge::request,
              [files](const Request& request, const PathValues& values) { return metadata(files, request, values); }});
}

}  // namespace exportd::api
