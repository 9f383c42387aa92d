// Metrics: the service's numbers in Prometheus' text format (docs/operations.md has the table of them).
#pragma once

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <string>

#include "api/http_server.hpp"
#include "core/ports.hpp"
#include "work/observer.hpp"

namespace exportd::app {

class Metrics final : public work::Observer {
 public:
  Metrics();

  void claimed(const Claim& claim, std::string_view worker) override;
  void attempt_failed(const Claim& claim, const Failure& failure, std::string_view worker) override;
  void stage_took(const Claim& claim, Stage stage, std::chrono::duration<double> seconds) override;
  void settled(const TaskRecord& record, std::string_view worker) override;
  void given_back(const Claim& claim, std::string_view worker) override;
  void lease_lost(const Claim& claim, std::string_view worker) override;
  void taken_over(const TaskRecord& record, const SlotView& slot) override;
  void mailed(const TaskRecord& record, MailOutcome outcome) override;
  void removed(const ObjectKey& key, std::string_view why) override;
  void trouble(std::string_view where, const Failure& failure) override;

  void answered(const api::Answered& answered);

  // All of them, with the store's own counts at `now`.
  [[nodiscard]] std::string text(const TaskCounts& counts, WallTime now);

 private:
  using Counters = prometheus::Family<prometheus::Counter>;
  using Gauges = prometheus::Family<prometheus::Gauge>;
  using Histograms = prometheus::Family<prometheus::Histogram>;

  prometheus::Registry registry_;
  Gauges& runs_;
  Gauges& queue_;
  Gauges& files_;
  Counters& attempts_;
  Counters& happenings_;
  Counters& made_;
  Histograms& stages_;
  Histograms& requests_;
  Counters& sent_;
};

}  // namespace exportd::app
