// Observers: several observers as one.
#pragma once

#include <vector>

#include "work/observer.hpp"

namespace exportd::app {

class Observers final : public work::Observer {
 public:
  explicit Observers(std::vector<work::Observer*> all) : all_(std::move(all)) {}

  void claimed(const Claim& claim, std::string_view worker) override {
    for (work::Observer* one : all_) one->claimed(claim, worker);
  }
  void attempt_failed(const Claim& claim, const Failure& failure, std::string_view worker) override {
    for (work::Observer* one : all_) one->attempt_failed(claim, failure, worker);
  }
  void stage_took(const Claim& claim, Stage stage, std::chrono::duration<double> seconds) override {
    for (work::Observer* one : all_) one->stage_took(claim, stage, seconds);
  }
  void settled(const TaskRecord& record, std::string_view worker) override {
    for (work::Observer* one : all_) one->settled(record, worker);
  }
  void given_back(const Claim& claim, std::string_view worker) override {
    for (work::Observer* one : all_) one->given_back(claim, worker);
  }
  void lease_lost(const Claim& claim, std::string_view worker) override {
    for (work::Observer* one : all_) one->lease_lost(claim, worker);
  }
  void taken_over(const TaskRecord& record, const SlotView& slot) override {
    for (work::Observer* one : all_) one->taken_over(record, slot);
  }
  void mailed(const TaskRecord& record, MailOutcome outcome) override {
    for (work::Observer* one : all_) one->mailed(record, outcome);
  }
  void expired(const TaskRecord& record) override {
    for (work::Observer* one : all_) one->expired(record);
  }
  void removed(const ObjectKey& key, std::string_view why) override {
    for (work::Observer* one : all_) one->removed(key, why);
  }
  void trouble(std::string_view where, const Failure& failure) override {
    for (work::Observer* one : all_) one->trouble(where, failure);
  }

 private:
  std::vector<work::Observer*> all_;
};

}  // namespace exportd::app
