#include "app/metrics.hpp"

#include <prometheus/text_serializer.h>

#include <algorithm>

namespace exportd::app {

namespace {

const prometheus::Histogram::BucketBoundaries stage_seconds{0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1'800};
const prometheus::Histogram::BucketBoundaries request_seconds{0.001, 0.005, 0.02, 0.1, 0.3, 1, 2.5, 10, 30, 120};

}  // namespace

Metrics::Metrics()
    : runs_(prometheus::BuildGauge().Name("exportd_runs").Help("Runs by status.").Register(registry_)),
      queue_(prometheus::BuildGauge()
                 .Name("exportd_queue")
                 .Help("Of the queue: age of the oldest in seconds, runs whose mail is not out.")
                 .Register(registry_)),
      files_(prometheus::BuildGauge()
                 .Name("exportd_files")
                 .Help("Files that are kept: how many, and their bytes in the file store.")
                 .Register(registry_)),
      attempts_(prometheus::BuildCounter()
                    .Name("exportd_attempts_total")
                    .Help("Attempts of this process by how they went.")
                    .Register(registry_)),
      happenings_(prometheus::BuildCounter()
                      .Name("exportd_events_total")
                      .Help("What this process saw: takeovers, lost leases, mails, troubles.")
                      .Register(registry_)),
      made_(prometheus::BuildCounter()
                .Name("exportd_made_total")
                .Help("Records, rows and bytes of the files this process has made.")
                .Register(registry_)),
      stages_(prometheus::BuildHistogram()
                  .Name("exportd_stage_seconds")
                  .Help("How long attempts stayed in each stage.")
                  .Register(registry_)),
      requests_(prometheus::BuildHistogram()
                    .Name("exportd_http_request_seconds")
                    .Help("Requests of the HTTP API until their last byte was sent.")
                    .Register(registry_)),
      sent_(prometheus::BuildCounter()
                .Name("exportd_http_sent_bytes_total")
                .Help("Bytes of content sent by the HTTP API.")
                .Register(registry_)) {}

void Metrics::claimed(const Claim&, std::string_view) {
  attempts_.Add({{"outcome", "claimed"}}).Increment();
}
void Metrics::attempt_failed(const Claim&, const Failure& failure, std::string_view) {
  attempts_.Add({{"outcome", "failed"}, {"code", failure.code()}}).Increment();
}
void Metrics::stage_took(const Claim&, Stage stage, std::chrono::duration<double> seconds) {
  stages_.Add({{"stage", std::string(stage_name(stage))}}, stage_seconds).Observe(seconds.count());
}
void Metrics::settled(const TaskRecord& record, std::string_view) {
  const Run& run = record.run;
  attempts_.Add({{"outcome", std::string(status_name(run.status.now()))}}).Increment();
  if (!run.receipt) return;
  made_.Add({{"what", "records"}}).Increment(static_cast<double>(run.receipt->records));
  made_.Add({{"what", "rows"}}).Increment(static_cast<double>(run.receipt->rows));
  made_.Add({{"what", "bytes"}}).Increment(static_cast<double>(run.receipt->bytes));
}
void Metrics::given_back(const Claim&, std::string_view) {
  attempts_.Add({{"outcome", "given back"}}).Increment();
}
void Metrics::lease_lost(const Claim&, std::string_view) {
  happenings_.Add({{"event", "lease lost"}}).Increment();
}
void Metrics::taken_over(const TaskRecord&, const SlotView&) {
  happenings_.Add({{"event", "taken over"}}).Increment();
}
void Metrics::mailed(const TaskRecord&, MailOutcome outcome) {
  happenings_.Add({{"event", outcome == MailOutcome::sent ? "mailed" : "mail held"}}).Increment();
}
void Metrics::removed(const ObjectKey&, std::string_view) {
  happenings_.Add({{"event", "object removed"}}).Increment();
}
void Metrics::trouble(std::string_view where, const Failure& failure) {
  happenings_.Add({{"event", "trouble"}, {"where", std::string(where)}, {"code", failure.code()}}).Increment();
}

void Metrics::answered(const api::Answered& answered) {
  // Methods are told apart by route, and a client may send any: the name of one is never a label.
  const std::string route = answered.route.empty() ? "none" : answered.route;
  requests_.Add({{"route", route}, {"status", std::to_string(answered.status)}}, request_seconds)
      .Observe(answered.seconds.count());
  sent_.Add({{"route", route}}).Increment(static_cast<double>(answered.bytes_sent));
}

std::string Metrics::text(const TaskCounts& counts, WallTime now) {
  const auto set = [&](Status status, std::uint64_t number) {
    runs_.Add({{"status", std::string(status_name(status))}}).Set(static_cast<double>(number));
  };
  set(Status::pending, counts.pending);
  set(Status::processing, counts.processing);
  set(Status::failed, counts.failed);
  set(Status::succeeded, counts.succeeded);
  set(Status::cancelled, counts.cancelled);
  std::chrono::duration<double> oldest{0};
  if (counts.oldest_pending) oldest = std::max<std::chrono::duration<double>>(oldest, now - *counts.oldest_pending);
  queue_.Add({{"what", "oldest pending seconds"}}).Set(oldest.count());
  queue_.Add({{"what", "mail backlog"}}).Set(static_cast<double>(counts.mail_backlog));
  files_.Add({{"what", "count"}}).Set(static_cast<double>(counts.files));
  files_.Add({{"what", "bytes"}}).Set(static_cast<double>(counts.file_bytes));
  return prometheus::TextSerializer().Serialize(registry_.Collect());
}

}  // namespace exportd::app
