// The queue keeps its promises at any load, and does as much as its slots can.
#include <gtest/gtest.h>

#include "bench/scaling/cluster_order.hpp"

namespace exportd::scaling {
namespace {

void expect_promises(const ClusterOrder& order, const ClusterOutcome& outcome) {
  EXPECT_LE(outcome.processing_max, order.parallel);
  EXPECT_EQ(outcome.out_of_order, 0U);
  EXPECT_EQ(outcome.refused, 0U);
  EXPECT_EQ(outcome.lost, 0U);
}

class ClusterOf : public ::testing::TestWithParam<int> {};

// More is asked than three slots can do.
TEST_P(ClusterOf, ThreeSlotsAreUsedAndNoMoreThanThree) {
  const ClusterOrder order{
      .parallel = 3, .instances = GetParam(), .service = 2, .rate = 2, .warm_up = 30, .measured = 100};
  const ClusterOutcome outcome = run_cluster(order);
  const double throughput = static_cast<double>(outcome.ended) / order.measured;
  const double slots_do = order.parallel / order.service;
  EXPECT_LE(throughput, slots_do);
  EXPECT_GE(throughput, 0.9 * slots_do);
  EXPECT_EQ(outcome.processing_max, 3);
  EXPECT_GT(outcome.waiting, 30U);
  expect_promises(order, outcome);
}

INSTANTIATE_TEST_SUITE_P(Instances, ClusterOf, ::testing::Values(1, 4));

TEST(Cluster, WaitsLittleWhenThereIsLittleToDo) {
  const ClusterOrder order{.parallel = 3, .instances = 2, .service = 2, .rate = 0.2, .warm_up = 30, .measured = 200};
  const ClusterOutcome outcome = run_cluster(order);
  EXPECT_LT(quantile(outcome.waits, 0.5), 0.7);  // half a second between two looks, and the claim itself
  EXPECT_NEAR(static_cast<double>(outcome.created), static_cast<double>(outcome.ended), 3);
  expect_promises(order, outcome);
}

TEST(Cluster, AProcessWithManyIdleWorkersLooksHardlyMoreOften) {
  ClusterOrder order{.parallel = 16, .instances = 5, .workers = 2, .service = 2, .rate = 1, .measured = 60};
  ClusterOutcome few = run_cluster(order);
  order.workers = 16;
  ClusterOutcome many = run_cluster(order);
  expect_promises(order, many);
  EXPECT_LT(many.spent["polling"].units.reads, 2 * few.spent["polling"].units.reads);
}

TEST(Cluster, AFollowerCostsTheSameWhateverTheNumberOfSlots) {
  ClusterOrder order{.parallel = 3, .instances = 2, .service = 2, .rate = 0.5, .measured = 100};
  ClusterOutcome three = run_cluster(order);
  order.parallel = 150;
  ClusterOutcome many = run_cluster(order);
  expect_promises(order, many);
  EXPECT_NEAR(many.spent["status"].units.reads, three.spent["status"].units.reads,
              0.3 * three.spent["status"].units.reads);
}

TEST(Cluster, OneOrderIsOneOutcome) {
  const ClusterOrder order{.parallel = 3, .instances = 3, .service = 1, .rate = 2, .warm_up = 10, .measured = 30};
  ClusterOutcome first = run_cluster(order);
  ClusterOutcome again = run_cluster(order);
  EXPECT_EQ(first.waits, again.waits);
  EXPECT_EQ(first.spent["claim"].units.reads, again.spent["claim"].units.reads);
}

}  // namespace
}  // namespace exportd::scaling
