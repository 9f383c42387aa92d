#include <algorithm>
#include <cmath>
#include <utility>

#include "bench/scaling/cluster_order.hpp"
#include "bench/scaling/instance.hpp"
#include "core/failure.hpp"
#include "testing/addressees.hpp"

namespace exportd::scaling {

namespace {

constexpr double instances_start_within = 5;  // seconds

class NoSearch final : public Search {
 public:
  std::optional<std::uint64_t> count(const Environment&, const Criteria&, MonotonicTime) override { return {}; }
  std::optional<Page> preview(const Environment&, const Criteria&, std::size_t, MonotonicTime) override { return {}; }
  std::vector<Analyte> analytes(const Environment&) override { return {}; }
  std::optional<std::vector<Analyte>> analytes_of(const Environment&, const Criteria&, MonotonicTime) override {
    return {};
  }
  std::optional<std::vector<Suggestion>> suggest(const Environment&, const ParameterSpec&, std::string_view,
                                                 std::size_t, MonotonicTime) override {
    return {};
  }
  std::string data_version(const Environment&) override { return {}; }
  OpenedSearch open(const Environment&, const Criteria&, const std::stop_token&) override { return {}; }
  void release(std::string_view) override {}
};

Microseconds seconds(double count) {
  return Microseconds(static_cast<std::int64_t>(count * 1e6));
}

class Cluster final : public work::Observer {
 public:
  explicit Cluster(const ClusterOrder& order)
      : order_(order),
        dice_(order.seed),
        dynamo_(fibers_, order.dynamo, order.seed + 1),
        clock_(fibers_),
        meter_(fibers_),
        shared_{order_, fibers_, dynamo_, clock_, meter_, dice_, *this, search_} {}

  ~Cluster() override { fibers_.stop(); }
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;

  ClusterOutcome run() {
    instances_.resize(static_cast<std::size_t>(order_.instances));
    for (std::size_t i = 0; i < instances_.size(); ++i) {
      fibers_.spawn(seconds(dice_.fraction() * instances_start_within), [this, i] { start(i); });
    }
    fibers_.spawn(seconds(instances_start_within), [this] { requests_come(); });
    fibers_.run_until(seconds(order_.warm_up));
    meter_.reset();
    static_cast<void>(dynamo_.limits().taken());
    measuring_ = true;
    outcome_ = {};
    fibers_.run_until(seconds(order_.warm_up + order_.measured));
    conclude();
    return std::move(outcome_);
  }

 private:
  void start(std::size_t i) {
    while (true) {
      try {
        instances_[i] = std::make_unique<Instance>(shared_, "host-" + std::to_string(i) + "-5f3a9c");
        return;
      } catch (const Failure&) {
        fibers_.sleep(seconds(1));
      }
    }
  }

  // Poisson: nobody knows of the others.
  void requests_come() {
    while (true) {
      fibers_.sleep(seconds(-std::log(1 - dice_.fraction()) / order_.rate));
      fibers_.spawn(fibers_.now(), [this, number = ++requests_] { ask(number); });
    }
  }

  static TaskId task_of(std::uint64_t number) {
    std::string text(26, 'a');
    for (std::size_t i = text.size(); number > 0; number /= 26) text[--i] = static_cast<char>('a' + number % 26);
    return TaskId(text);
  }

  void ask(std::uint64_t number) {
    const auto& instance = instances_[dice_.below(instances_.size())];
    if (!instance) return;  // not up yet
    const Microseconds came = fibers_.now();
    const TaskId task = task_of(number);
    NewRequest request{{task, "petdb", "analysisType=wr&material=glass&sio2.min=45&sio2.max=52", "columns=present"},
                       {},
                       "",
                       {},
                       "9f86d081884c7d65.40000"};
    if (dice_.chance(order_.mailed))
      request.email = testing::addressee("reader" + std::to_string(number) + "@example.org");
    request.token = [&task](int) { return TokenHash{std::string(38, 'f') + task.text()}; };
    came_[task.text()] = came;
    outcome_.asked += 1;
    try {
      const auto admitted = instance->tasks().create_or_join(request);
      if (!admitted) throw Failure(FailureKind::retry, "queue_full", "the queue is full");
      ++outcome_.created;
      if (dice_.chance(order_.followed)) instance->follow(task, admitted->record.run.number);
    } catch (const Failure&) {
      ++outcome_.refused;
    }
  }

  // ---- told by workers and housekeepers ----
  void claimed(const Claim& claim, std::string_view) override {
    claims_.emplace_back(claim.token.value, claim.record.run.place, claim.record.run.takeovers);
    const auto came = came_.find(claim.record.task.id.text());
    if (came == came_.end()) return;
    if (measuring_) outcome_.waits.push_back(std::chrono::duration<double>(fibers_.now() - came->second).count());
    came_.erase(came);
  }
  void settled(const TaskRecord&, std::string_view) override { ++outcome_.ended; }
  void lease_lost(const Claim&, std::string_view) override { ++outcome_.lost; }
  void trouble(std::string_view, const Failure&) override { ++outcome_.troubles; }

  // ---- afterwards ----
  void conclude() {
    for (std::size_t i = 0; i < purpose_names.size(); ++i) {
      outcome_.spent[std::string(purpose_names.at(i))] = meter_.of(static_cast<Purpose>(i));
    }
    outcome_.taken = dynamo_.limits().taken();
    for (auto& [partition, units] : outcome_.taken) {
      units.reads /= order_.measured;
      units.writes /= order_.measured;
    }
    outcome_.waiting = dynamo_.held().range({"queue", "", "", 0, tasks::Order::ascending}).size();
    check_order();
    check_processing();
  }

  // Tokens are in the order of the claims.
  void check_order() {
    std::ranges::sort(claims_);
    std::uint64_t last = 0;
    for (const auto& [token, place, takeovers] : claims_) {
      if (takeovers > 0) continue;  // it had been claimed before
      if (place < last) ++outcome_.out_of_order;
      last = std::max(last, place);
    }
  }

  // From the audit log: what entered Processing and what left it.
  void check_processing() {
    std::vector<std::pair<std::int64_t, int>> moves;
    for (const auto& [key, entry] : dynamo_.held().snapshot().log) {
      const auto event = tasks::read_body<AuditEvent>(entry.body);
      if (!event.to) continue;
      if (event.from == Status::processing) moves.emplace_back(entry.stamp, -1);
      if (event.to == Status::processing) moves.emplace_back(entry.stamp, 1);
    }
    std::ranges::sort(moves);  // of one millisecond, those that leave come first
    int processing = 0;
    for (const auto& [stamp, move] : moves) {
      processing += move;
      outcome_.processing_max = std::max(outcome_.processing_max, processing);
    }
  }

  const ClusterOrder order_;
  testing::Dice dice_;
  NoSearch search_;
  ClusterOutcome outcome_;
  bool measuring_ = false;
  std::uint64_t requests_ = 0;
  std::map<std::string, Microseconds> came_;
  std::vector<std::tuple<std::uint64_t, std::uint64_t, int>> claims_;
  std::vector<std::unique_ptr<Instance>> instances_;
  Fibers fibers_;
  VirtualDynamo dynamo_;
  FiberClock clock_;
  Meter meter_;
  const Shared shared_;
};

}  // namespace

ClusterOutcome run_cluster(const ClusterOrder& order) {
  return Cluster(order).run();
}

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  const auto at = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
  return values[at];
}

}  // namespace exportd::scaling
