#include "tests/contract/task_store_contract.hpp"

#include <algorithm>
#include <map>

namespace exportd::contract {

TaskId task_id(const std::string& name) {
  return TaskId(name + std::string(26 - name.size(), 'a'));
}

Progress fetched(std::uint64_t records) {
  Progress progress;
  progress.stage = Stage::fetching;
  progress.records = records;
  return progress;
}

Settlement success(const Claim& claim, const std::string& data_version) {
  const std::string name = "petdb/" + claim.record.task.id.text() + "/run-" + std::to_string(claim.record.run.number) +
                           "." + std::to_string(claim.token.value) + ".csv";
  return {Status::succeeded,
          Receipt{.object = ObjectKey(name + ".age"),
                  .metadata_object = ObjectKey(name + ".metadata.json.age"),
                  .records = 12,
                  .rows = 34,
                  .columns = 5,
                  .bytes = 6'789,
                  .sealed_bytes = 7'000,
                  .sha256 = std::string(64, '0'),
                  .data_version = data_version},
          std::nullopt};
}

Settlement failure() {
  return {Status::failed, std::nullopt, RunError{"bad_records", "a record cannot be read: tell the operator"}};
}

Settlement cancellation() {
  return {Status::cancelled, std::nullopt, std::nullopt};
}

std::string refusal_name(Refusal refusal) {
  switch (refusal) {
    case Refusal::queue_full: return "queue_full";
    case Refusal::not_found: return "not_found";
    case Refusal::lost_race: return "lost_race";
    case Refusal::cancel_requested: return "cancel_requested";
    case Refusal::wrong_token: return "wrong_token";
    case Refusal::already_ended: return "already_ended";
    case Refusal::quota_spent: return "quota_spent";
  }
  return "?";
}

void TaskStoreContract::use_rules(const QueueRules& rules) {
  rules_ = rules;
  store_.reset();
  place_ = GetParam().make();
  store_ = another("first");
}

NewRequest TaskStoreContract::request(const std::string& name, const Wish& wish) {
  const TaskId id = task_id(name);
  {
    const std::lock_guard lock(mutex_);
    tasks_.insert(id);
  }
  NewRequest made{.task = {id, "petdb", "variables=" + name, ""},
                  .email = testing::addressee(wish.email),
                  .idempotency_key = wish.key,
                  .token = {},
                  .data_version = wish.data_version,
                  .refresh = wish.refresh,
                  .creations_per_day = wish.per_day};
  if (wish.key.empty()) {
    const std::string token = wish.token.empty() ? "token-" + std::to_string(++tokens_) : wish.token;
    made.token = [token](int) { return TokenHash{token}; };
  } else {
    made.token = [key = wish.key](int run) { return TokenHash{"key-" + key + "-" + std::to_string(run)}; };
  }
  return made;
}

Admitted TaskStoreContract::add(const std::string& name, const Wish& wish) {
  auto admitted = store_->create_or_join(request(name, wish));
  EXPECT_EQ(refused(admitted), "");
  return std::move(admitted).value();
}

Claim TaskStoreContract::claim(const std::string& worker) {
  std::optional<Claim> claimed = store_->claim_next(worker);
  EXPECT_TRUE(claimed.has_value());
  return claimed.value();
}

TaskRecord TaskStoreContract::settle(const Claim& claim, const Settlement& settlement) {
  auto settled = store_->settle(claim, settlement);
  EXPECT_EQ(refused(settled), "");
  return std::move(settled).value();
}

TaskRecord TaskStoreContract::finish(const Settlement& settlement, const std::string& worker) {
  return settle(claim(worker), settlement);
}

TaskRecord TaskStoreContract::finish_well(const std::string& data_version) {
  const Claim claimed = claim();
  return settle(claimed, success(claimed, data_version));
}

Run TaskStoreContract::run(const std::string& name, std::optional<int> number) {
  const std::optional<TaskRecord> record = store_->get(task_id(name), number);
  EXPECT_TRUE(record.has_value()) << name;
  return record.value().run;
}

SlotView TaskStoreContract::slot_of(const Claim& claim) {
  for (const SlotView& slot : store_->slots()) {
    if (slot.slot == claim.slot) return slot;
  }
  ADD_FAILURE() << "no slot " << claim.slot;
  return {};
}

std::vector<std::string> TaskStoreContract::unsent(const std::string& name, int number) {
  std::vector<std::string> addresses;
  for (const Addressee& addressee : store_->unsent({task_id(name), number, 0}, 10'000)) {
    EXPECT_EQ(addressee.key, testing::key_of(addressee.address));
    addresses.push_back(addressee.address);
  }
  std::sort(addresses.begin(), addresses.end());
  return addresses;
}

std::vector<AuditKind> TaskStoreContract::kinds(const std::string& name) {
  std::vector<AuditKind> found;
  for (const AuditEvent& event : store_->audit(task_id(name))) found.push_back(event.kind);
  return found;
}

void TaskStoreContract::check_history(const TaskId& task) {
  std::map<int, Run> replayed;
  std::uint64_t sequence = 0;
  for (const AuditEvent& event : store_->audit(task)) {
    EXPECT_EQ(event.task, task);
    if (of_download(event.kind)) continue;
    EXPECT_EQ(event.sequence, ++sequence) << "the log of a task has no gap";
    EXPECT_FALSE(event.instance.empty());
    const auto before = replayed.find(event.run.number);
    EXPECT_EQ(before == replayed.end(), event.kind == AuditKind::created);
    if (before != replayed.end()) {
      EXPECT_GT(event.run.version, before->second.version) << "versions only grow";
      const Status was = before->second.status.now();
      const Status is = event.run.status.now();
      EXPECT_TRUE(was == is || may_move(was, is)) << audit_kind_name(event.kind);
      EXPECT_EQ(event.from, was == is ? std::nullopt : std::optional(was));
      EXPECT_EQ(event.to, was == is ? std::nullopt : std::optional(is));
    }
    replayed[event.run.number] = event.run;
  }
  for (auto& [number, last] : replayed) {
    const std::optional<TaskRecord> now = store_->get(task, number);
    ASSERT_TRUE(now.has_value());
    if (last.status == Status::processing) {  // progress and beats are in the slot, not in the log
      EXPECT_GE(now->run.version, last.version);
      last.progress = now->run.progress;
      last.version = now->run.version;
    }
    EXPECT_EQ(now->run, last) << "the last event of run " << number << " is its state";
  }
  const std::optional<TaskRecord> newest = store_->get(task, std::nullopt);
  EXPECT_EQ(newest ? newest->run.number : 0, static_cast<int>(replayed.size()));
}

void TaskStoreReplies::SetUp() {
  use_rules({.keep = std::chrono::hours(1)});
  forgetful_ = place_->forgetful(clock_, rules_, lose_);
}

std::size_t TaskStoreReplies::logged(AuditKind kind) {
  const std::vector<AuditKind> all = kinds("rocks");
  return static_cast<std::size_t>(std::count(all.begin(), all.end(), kind));
}

void TaskStoreContract::TearDown() {
  const std::lock_guard lock(mutex_);
  for (const TaskId& task : tasks_) check_history(task);
}

}  // namespace exportd::contract
