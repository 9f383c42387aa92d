#include "testing/simulation_attempts.hpp"

#include "work/object_names.hpp"

namespace exportd::testing {

namespace {

constexpr std::uint64_t records = 100;

// What an attempt comes to if nothing outside hinders it.
struct Script {
  Milliseconds stores_after{0};
  Milliseconds ends_after{0};
  Milliseconds stops_within{0};  // of being asked to
  std::optional<FailureKind> fails;
  bool verifies = true;
};

Script draw_script(Surroundings& around) {
  Dice& dice = around.dice;
  const Weather& weather = around.weather;
  Script script;
  script.ends_after = Milliseconds(dice.between(0, dice.chance(0.2) ? 9'000 : 2'500));
  script.stores_after = script.ends_after * dice.between(0, 100) / 100;
  script.stops_within = Milliseconds(dice.chance(0.5) ? 0 : dice.between(0, 2'000));
  if (dice.chance(weather.attempt_retry)) script.fails = FailureKind::retry;
  if (dice.chance(weather.attempt_reject)) script.fails = FailureKind::reject;
  if (dice.chance(weather.attempt_ours)) script.fails = FailureKind::ours;
  script.verifies = around.mistake != Mistake::settled_before_verified;
  return script;
}

class ScriptedAttempt final : public work::Attempt {
 public:
  ScriptedAttempt(const Claim& claim, const Script& script, const Clock& clock, FileStore& files,
                  std::string data_version)
      : name_(claim.record.task.id.text(), claim.record.run.number),
        token_(claim.token),
        names_(work::object_names(claim.record.task, claim.record.run.number, claim.token, "csv")),
        script_(script),
        clock_(clock),
        files_(files),
        data_version_(std::move(data_version)),
        started_(clock.monotonic()) {}

  work::AttemptView look() override {
    if (!end_) go_on();
    work::AttemptView view;
    view.progress.stage = stored_ ? Stage::verifying : Stage::fetching;
    view.progress.total_records = records;
    view.progress.records = stored_ ? records : records / 2;
    if (token_.value % 2 == 0) view.search_context = "context-" + std::to_string(token_.value);
    view.end = end_;
    return view;
  }
  void stop() override {
    if (!stop_at_) stop_at_ = clock_.monotonic() + script_.stops_within;
  }

 private:
  void go_on() {
    const MonotonicTime now = clock_.monotonic();
    try {
      if (stop_at_ && now >= *stop_at_) throw Failure(FailureKind::cancel, "cancelled", "it was asked to stop");
      if (!stored_ && now - started_ >= script_.stores_after) store_all();
      if (now - started_ >= script_.ends_after) conclude();
    } catch (const Failure& failure) {
      end_ = work::AttemptEnd{std::nullopt, failure};
    }
  }
  void store_all() {
    store(names_.object, scripted_content(name_, token_));
    store(names_.metadata, "about " + scripted_content(name_, token_));
    stored_ = true;
  }
  void store(const ObjectKey& key, const std::string& content) {
    const auto sink = files_.create(key, {});
    sink->write(content);
    sink->finish();
  }
  void verify(const ObjectKey& key, const std::string& content) {
    const auto reader = files_.open(key);
    std::string read(content.size(), '\0');
    if (reader && reader->size() == content.size() && reader->read_at(0, read) == read.size() && read == content)
      return;
    throw Failure(FailureKind::retry, "verification_failed", "the stored file does not read back: try again");
  }
  void conclude() {
    if (script_.fails) throw Failure(*script_.fails, "scripted", "it was to fail");
    const std::string content = scripted_content(name_, token_);
    if (script_.verifies) {
      verify(names_.object, content);
      verify(names_.metadata, "about " + content);
    }
    end_ = work::AttemptEnd{Receipt{.object = names_.object,
                                    .metadata_object = names_.metadata,
                                    .records = records,
                                    .rows = records,
                                    .columns = 3,
                                    .bytes = content.size(),
                                    .sealed_bytes = content.size(),
                                    .sha256 = std::string(64, 'a'),
                                    .data_version = data_version_},
                            std::nullopt};
  }

  const RunName name_;
  const FencingToken token_;
  const work::ObjectNames names_;
  const Script script_;
  const Clock& clock_;
  FileStore& files_;
  const std::string data_version_;
  const MonotonicTime started_;
  std::optional<MonotonicTime> stop_at_;
  bool stored_ = false;
  std::optional<work::AttemptEnd> end_;
};

}  // namespace

std::unique_ptr<work::Attempt> ScriptedAttempts::start(const Claim& claim) {
  return std::make_unique<ScriptedAttempt>(claim, draw_script(around_), clock_, files_, around_.data_version);
}

void ScriptedAttempts::discard(const Receipt& receipt) {
  for (const ObjectKey& key : {receipt.object, receipt.metadata_object}) {
    try {
      static_cast<void>(files_.remove(key));
    } catch (const Failure&) {
      continue;  // the housekeeper will
    }
  }
}

}  // namespace exportd::testing
