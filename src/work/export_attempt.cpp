#include "work/export_attempt.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "query/request.hpp"
#include "work/export_run.hpp"
#include "work/object_names.hpp"
#include "work/progress_meter.hpp"

namespace exportd::work {

namespace {

const Environment& environment_of(const ExportGround& ground, const Task& task) {
  const auto found = std::ranges::find(ground.environments, task.environment, &Environment::name);
  if (found != ground.environments.end()) return *found;
  throw Failure(FailureKind::reject, "unknown_environment",
                "the search environment " + task.environment + " is no longer there: request it from another one");
}

// The canonical texts are what the request was understood as: reading them gives the same request, and the same id.
query::Request request_of(const Environment& environment, const Task& task) {
  const std::string separator = task.search_parameters.empty() || task.file_options.empty() ? "" : "&";
  auto parsed =
      query::parse_request(environment, task.search_parameters + separator + task.file_options, query::Source::body);
  if (!parsed) {
    throw Failure(FailureKind::reject, parsed.error().code, parsed.error().message(), "", parsed.error().parameter);
  }
  if (parsed->id == task.id) return std::move(parsed).value();
  throw Failure(FailureKind::reject, "task_outdated",
                "the environment's parameters mean something else since this was requested: request it again");
}

// A thread on Linux has a niceness of its own.
void lower_priority() {
  constexpr int niceness = 10;
  static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness));
}

class ExportAttempt final : public Attempt {
 public:
  ExportAttempt(const ExportGround& ground, const Claim& claim)
      : ground_(ground), claim_(claim), thread_([this](const std::stop_token& stop) { run(stop); }) {}

  AttemptView look() override {
    const std::lock_guard lock(mutex_);
    return view_;
  }
  void stop() override { thread_.request_stop(); }

 private:
  void run(const std::stop_token& stop) {
    lower_priority();
    AttemptEnd end;
    try {
      end.receipt = export_it(stop);
    } catch (const Failure& failure) {
      end.failure = failure;
    } catch (const std::exception& unexpected) {
      end.failure = Failure(FailureKind::ours, "internal_error", "an unexpected error", unexpected.what());
    }
    const std::lock_guard lock(mutex_);
    view_.end = std::move(end);
  }

  Receipt export_it(const std::stop_token& stop) {
    const Task& task = claim_.record.task;
    const Environment& environment = environment_of(ground_, task);
    const query::Request request = request_of(environment, task);
    const ObjectNames names =
        object_names(task, claim_.record.run.number, claim_.token, file_extension(request.options));
    const ExportOrder order{.environment = environment,
                            .request = request,
                            .object = names.object,
                            .metadata_object = names.metadata,
                            .recipients = ground_.recipients,
                            .work_dir = ground_.work_dir,
                            .records_max = ground_.records_max,
                            .guess_columns = claim_.record.run.attempts.size() <= 1,
                            .on_search_context = [this](const std::string& context) {
                              const std::lock_guard lock(mutex_);
                              view_.search_context = context;
                            }};
    ProgressMeter meter(ground_.clock);
    return run_export(
               order, {ground_.search, ground_.files, ground_.clock},
               [&](const Progress& now) {
                 const Progress measured = meter.measured(now);
                 const std::lock_guard lock(mutex_);
                 view_.progress = measured;
               },
               stop)
        .receipt;
  }

  const ExportGround& ground_;
  const Claim claim_;
  std::mutex mutex_;  // guards view_
  AttemptView view_;
  std::jthread thread_;
};

}  // namespace

std::unique_ptr<Attempt> ExportAttempts::start(const Claim& claim) {
  return std::make_unique<ExportAttempt>(ground_, claim);
}

void ExportAttempts::discard(const Receipt& receipt) {
  for (const ObjectKey& key : {receipt.object, receipt.metadata_object}) {
    try {
      ground_.files.remove(key);
    } catch (const Failure& failure) {
      ground_.observer.trouble("removing what is not needed", failure);  // the housekeeper will
    }
  }
}

}  // namespace exportd::work
