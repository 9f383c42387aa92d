// scaling_cluster: one cluster in virtual time; prints one line of JSON. bench/run_scaling.py runs many of them.
// usage: scaling_cluster [--NAME VALUE]…, the names as below
#include <charconv>
#include <cstring>
#include <functional>
#include <iostream>
#include <map>

#include "bench/scaling/cluster_order.hpp"

namespace {

using exportd::scaling::ClusterOrder;
using exportd::scaling::ClusterOutcome;
using exportd::scaling::quantile;
using exportd::scaling::Spent;

bool read_arguments(int count, char** words, ClusterOrder& order) {
  const std::map<std::string, double*> numbers{{"--service", &order.service},
                                               {"--rate", &order.rate},
                                               {"--followed", &order.followed},
                                               {"--mailed", &order.mailed},
                                               {"--warm-up", &order.warm_up},
                                               {"--measured", &order.measured},
                                               {"--poll", &order.poll},
                                               {"--get-ms", &order.dynamo.get},
                                               {"--put-ms", &order.dynamo.put},
                                               {"--transact-get-ms", &order.dynamo.transact_get},
                                               {"--transact-write-ms", &order.dynamo.transact_write},
                                               {"--query-ms", &order.dynamo.query},
                                               {"--partition-reads", &order.dynamo.partition.reads},
                                               {"--partition-writes", &order.dynamo.partition.writes},
                                               {"--table-reads", &order.dynamo.tables.reads},
                                               {"--table-writes", &order.dynamo.tables.writes}};
  const std::map<std::string, int*> counts{
      {"--parallel", &order.parallel}, {"--instances", &order.instances}, {"--workers", &order.workers}};
  for (int i = 1; i < count; ++i) {
    const std::string name = words[i];
    if (++i == count) return false;
    double value = 0;
    if (std::from_chars(words[i], words[i] + std::strlen(words[i]), value).ec != std::errc() || value < 0) return false;
    if (numbers.contains(name)) {
      *numbers.at(name) = value;
    } else if (counts.contains(name)) {
      *counts.at(name) = static_cast<int>(value);
    } else if (name == "--seed") {
      order.seed = static_cast<std::uint64_t>(value);
    } else {
      return false;
    }
  }
  return order.parallel > 0 && order.instances > 0 && order.rate > 0;
}

void print_spent(const Spent& spent, double measured) {
  const std::vector<double> times(spent.milliseconds.begin(), spent.milliseconds.end());
  std::cout << "{\"a_second\":" << static_cast<double>(spent.times) / measured
            << ",\"reads\":" << spent.units.reads / measured << ",\"writes\":" << spent.units.writes / measured
            << ",\"calls\":" << static_cast<double>(spent.units.calls) / measured
            << ",\"throttled\":" << spent.units.throttled << ",\"conflicts\":" << spent.units.conflicts
            << ",\"lost\":" << spent.units.lost << ",\"failures\":" << spent.failures
            << ",\"median_ms\":" << quantile(times, 0.5) << ",\"p95_ms\":" << quantile(times, 0.95) << "}";
}

void print(const ClusterOrder& order, const ClusterOutcome& outcome) {
  std::cout << "{\"parallel\":" << order.parallel << ",\"instances\":" << order.instances
            << ",\"workers\":" << order.workers << ",\"service\":" << order.service << ",\"rate\":" << order.rate
            << ",\"poll\":" << order.poll << ",\"followed\":" << order.followed << ",\"mailed\":" << order.mailed
            << ",\"measured\":" << order.measured << ",\"asked\":" << outcome.asked
            << ",\"created\":" << outcome.created << ",\"refused\":" << outcome.refused
            << ",\"ended\":" << outcome.ended
            << ",\"throughput\":" << static_cast<double>(outcome.ended) / order.measured
            << ",\"leases_lost\":" << outcome.lost << ",\"troubles\":" << outcome.troubles
            << ",\"waiting\":" << outcome.waiting << ",\"wait_median\":" << quantile(outcome.waits, 0.5)
            << ",\"wait_p95\":" << quantile(outcome.waits, 0.95) << ",\"processing_max\":" << outcome.processing_max
            << ",\"out_of_order\":" << outcome.out_of_order << ",\"spent\":{";
  const char* comma = "";
  for (const auto& [purpose, spent] : outcome.spent) {
    std::cout << comma << '"' << purpose << "\":";
    print_spent(spent, order.measured);
    comma = ",";
  }
  std::cout << "},\"partitions\":{";
  comma = "";
  for (const auto& [partition, units] : outcome.taken) {
    std::cout << comma << '"' << partition << "\":{\"reads\":" << units.reads << ",\"writes\":" << units.writes << "}";
    comma = ",";
  }
  std::cout << "}}\n";
}

}  // namespace

int main(int count, char** words) {
  ClusterOrder order;
  if (!read_arguments(count, words, order)) {
    std::cerr << "usage: scaling_cluster [--parallel N] [--instances N] [--workers N] [--service S] [--rate R] …\n";
    return 2;
  }
  const ClusterOutcome outcome = run_cluster(order);
  print(order, outcome);
  const bool kept = outcome.out_of_order == 0 && outcome.processing_max <= order.parallel;
  if (!kept) std::cerr << "scaling_cluster: a promise of the queue was broken: see processing_max and out_of_order\n";
  return kept ? 0 : 1;
}
