#include "core/status.hpp"

#include <gtest/gtest.h>

namespace exportd {
namespace {

constexpr std::array all{Status::pending, Status::processing, Status::failed, Status::succeeded, Status::cancelled};

TEST(Status, a_terminal_status_never_changes) {
  for (const Status from : all) {
    for (const Status to : all) {
      EXPECT_FALSE(is_terminal(from) && may_move(from, to)) << status_name(from) << " to " << status_name(to);
    }
  }
}

TEST(Status, only_a_run_being_processed_can_succeed_or_fail) {
  for (const Status from : all) {
    EXPECT_EQ(may_move(from, Status::succeeded), from == Status::processing) << status_name(from);
    EXPECT_EQ(may_move(from, Status::failed), from == Status::processing) << status_name(from);
  }
}

TEST(Status, nothing_stays_where_it_is_by_a_move) {
  for (const Status status : all) EXPECT_FALSE(may_move(status, status)) << status_name(status);
}

}  // namespace
}  // namespace exportd
