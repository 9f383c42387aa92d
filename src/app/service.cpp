#include "app/service.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <optional>
#include <random>
#include <system_error>
#include <thread>
#include <vector>

#include "app/configured_mailer.hpp"
#include "app/configured_stores.hpp"
#include "app/http_door.hpp"
#include "app/instance.hpp"
#include "app/mail_facts.hpp"
#include "app/metrics.hpp"
#include "app/observers.hpp"
#include "app/sealing_keys.hpp"
#include "app/secret_file.hpp"
#include "app/stop_deadline.hpp"
#include "app/task_service.hpp"
#include "core/failure.hpp"
#include "work/errand.hpp"
#include "work/export_attempt.hpp"
#include "work/file_rounds.hpp"
#include "work/housekeeper.hpp"
#include "work/mail_round.hpp"
#include "work/worker.hpp"

namespace exportd::app {

namespace fs = std::filesystem;

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::hours addresses_kept{24 * 30};

work::WorkerRules worker_rules(const Config& config) {
  work::WorkerRules rules;
  rules.retry.attempts_max = static_cast<int>(config.queue.retries) + 1;
  rules.lease = std::chrono::seconds(config.queue.lease_seconds);
  return rules;
}

std::function<double()> new_jitter() {
  auto random = std::make_shared<std::minstd_rand>(std::random_device{}());
  return [random] { return std::uniform_real_distribution<double>(0, 1)(*random); };
}

// So that requests are answered while exports take all the machine has. Of this thread and of those it starts: on Linux
// each has a priority of its own (setpriority(2), C library/kernel differences).
void lower_priority() {
  constexpr int nice = 10;
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), nice);
}

// Steps a worker until the stop is requested and its run has ended or been given back.
void run_worker(work::Worker& worker, work::Observer& observer, Clock& clock, const std::stop_token& stop) {
  constexpr std::chrono::milliseconds longest_wait{500};
  const std::stop_token never;
  while (true) {
    const bool stopping = stop.stop_requested();
    if (stopping) worker.shut_down();
    MonotonicTime next = clock.monotonic() + longest_wait;
    try {
      next = std::min(next, worker.step());
    } catch (const std::exception& unexpected) {  // out of memory, say: this worker goes on, and so do the others
      observer.trouble("a worker's step",
                       Failure(FailureKind::ours, "internal_error", "an unexpected error", unexpected.what()));
    }
    if (stopping && worker.idle()) return;
    clock.sleep_until(next, stopping ? never : stop);
  }
}

// For a node exporter's textfile collector: workers have no HTTP address of their own.
void write_metrics(const fs::path& file, const std::string& text) {
  const fs::path unfinished = file.string() + ".part";
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  std::ofstream(unfinished, std::ios::binary) << text;
  fs::rename(unfinished, file, error);
  if (!error) return;
  throw Failure(FailureKind::ours, "not_writable", "metrics: the file cannot be written", file.string());
}

// Everything one process of the service is made of, in the order in which it depends on each other.
class Parts {
 public:
  Parts(const Session& session, const ServiceOptions& options)
      : config_(session.config),
        clock_(session.clock),
        instance_(instance_name()),
        log_(session.clock, options.log_level, instance_),
        observer_({&log_, &metrics_}),
        tasks_(session.config, session.clock, instance_),
        search_(open_search(session.config)),
        files_(open_files(session.config, session.clock)),
        secret_(secret(session.config)),
        mailer_(open_mailer(session.config, session.clock, session.stop)),
        attempts_({.search = *search_,
                   .files = *files_,
                   .clock = session.clock,
                   .observer = observer_,
                   .environments = session.config.environments,
                   .recipients = sealing_recipients(session.config, session.clock),
                   .work_dir = session.config.work_path(),
                   .records_max = static_cast<std::uint64_t>(session.config.limits.max_rows)}),
        mail_(
            tasks_.store(), *mailer_, session.clock, observer_,
            [this](const TaskRecord& record, const Addressee& addressee) {
              return composed_mail(config_, secret_, record, addressee);
            },
            static_cast<int>(session.config.limits.mails_per_day)),
        files_rounds_(tasks_.store(), *files_, session.clock, observer_),
        mail_errand_(
            "sending mail", [this](const std::function<bool()>& go_on) { mail_.run(go_on); }, session.clock, observer_,
            std::chrono::seconds(session.config.queue.lease_seconds) / 2) {
    fs::create_directories(config_.work_path());
  }

  [[nodiscard]] DoorParts door_parts(const std::stop_token& stop) {
    return {config_, clock_, tasks_.store(), *search_, *files_, log_, metrics_, stop};
  }
  [[nodiscard]] EventLog& log() { return log_; }
  [[nodiscard]] work::Observer& observer() { return observer_; }
  [[nodiscard]] work::Worker worker(int number) {
    return {tasks_.store(),
            clock_,
            attempts_,
            observer_,
            turn_,
            worker_rules(config_),
            instance_ + "/" + std::to_string(number),
            new_jitter()};
  }
  [[nodiscard]] work::Housekeeper housekeeper() {
    const work::HousekeeperRules rules{.lease = std::chrono::seconds(config_.queue.lease_seconds), .look_every = 1s};
    return {tasks_.store(), *search_, clock_, observer_, rules, instance_, chores()};
  }
  void publish_metrics() {
    try {
      write_metrics(config_.data_dir / "metrics" / (instance_ + ".prom"),
                    metrics_.text(tasks_.store().counts(), clock_.wall()));
    } catch (const Failure& failure) {
      observer_.trouble("writing the metrics", failure);
    }
  }
  void remove_metrics() const {
    std::error_code ignored;
    fs::remove(config_.data_dir / "metrics" / (instance_ + ".prom"), ignored);
  }

 private:
  std::vector<work::Chore> chores() {
    return {{"sending mail", 2s, [this] { mail_errand_.send(); }},
            {"expiring files", 60s, [this] { files_rounds_.expire(); }},
            {"removing expired files", 60s, [this] { files_rounds_.remove_expired(); }},
            {"removing unreachable objects", 10min, [this] { files_rounds_.remove_unreachable(); }},
            {"erasing addresses", 1h, [this] { erase_addresses(); }},
            {"backing up", 1h, [this] { tasks_.backups().take_if_due(); }}};
  }
  void erase_addresses() {
    while (tasks_.store().erase_addresses(clock_.wall() - addresses_kept) > 0) {
    }
    const auto yesterday = std::chrono::floor<std::chrono::days>(clock_.wall()).time_since_epoch().count() - 1;
    while (tasks_.store().erase_counts(yesterday) > 0) {
    }
  }

  const Config& config_;
  Clock& clock_;
  const std::string instance_;
  EventLog log_;
  Metrics metrics_;
  Observers observer_;
  OpenTasks tasks_;
  std::unique_ptr<Search> search_;
  std::unique_ptr<FileStore> files_;
  const std::string secret_;
  std::unique_ptr<Mailer> mailer_;
  work::ExportAttempts attempts_;
  work::ClaimTurn turn_;
  work::MailRound mail_;
  work::FileRounds files_rounds_;
  // A mail server that hangs must not keep the housekeeper from watching the slots. Half a lease after the last beat no
  // message is on its way any more: nobody else takes the duty before a whole one.
  work::Errand mail_errand_;
};

struct StopOnLeaving {
  std::stop_source& stop;
  ~StopOnLeaving() { stop.request_stop(); }
};

}  // namespace

void run_service(const Session& session, const ServiceOptions& options) {
  Parts parts(session, options);
  parts.log().note("started", std::to_string(options.workers) + " workers");
  // Requested also when this function is left by an exception: the threads would be waited for for ever.
  std::stop_source stop;
  const std::stop_callback from_outside(session.stop, [&stop] { stop.request_stop(); });
  const StopDeadline stop_deadline(session.clock, session.stop, [&parts] {
    parts.log().note("stopped", "not everything ended in time: what was under way is taken over by others");
    std::_Exit(EXIT_FAILURE);  // no destructor: they would wait for the threads
  });
  std::optional<HttpDoor> door;
  if (options.http) door.emplace(parts.door_parts(stop.get_token()), options.listen);
  {
    std::vector<std::jthread> threads;
    const StopOnLeaving stop_on_leaving{stop};
    if (door) {
      parts.log().note("listening", "http://" + door->address());
      threads.emplace_back([&] { door->run(); });
      if (options.listening) threads.emplace_back([&] { options.listening(door->address(), stop.get_token()); });
    }
    for (int number = 1; number <= options.workers; ++number) {
      threads.emplace_back([&, number] {
        lower_priority();
        work::Worker worker = parts.worker(number);
        run_worker(worker, parts.observer(), session.clock, stop.get_token());
      });
    }
    threads.emplace_back([&] {
      work::Housekeeper housekeeper = parts.housekeeper();
      while (session.clock.sleep_until(housekeeper.step(), stop.get_token())) {
      }
    });
    constexpr std::chrono::seconds metrics_every{10};
    do {
      parts.publish_metrics();
    } while (session.clock.sleep_until(session.clock.monotonic() + metrics_every, session.stop));
    parts.log().note("stopping", "nothing more is claimed");
  }
  parts.remove_metrics();
  parts.log().note("stopped", "");
}

}  // namespace exportd::app
