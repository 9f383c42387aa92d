// exportd init, exportd doctor: what is missing is made; every configured part is checked, one line each.
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>
#include <system_error>

#include "app/commands.hpp"
#include "app/embedded_stores.hpp"
#include "app/instance.hpp"
#include "app/sealing_keys.hpp"
#include "app/secret_file.hpp"
#include "app/task_service.hpp"
#include "core/failure.hpp"
#include "mail/directory_mailer.hpp"
#include "seal/identity_file.hpp"

namespace exportd::app {

namespace fs = std::filesystem;

namespace {

// Runs one check and prints its line; false when something is wrong. The check returns what there is to say.
bool checked(const char* part, const std::function<std::string()>& check) {
  try {
    std::printf("%-12s ok     %s\n", part, check().c_str());
    return true;
  } catch (const Failure& failure) {
    std::printf("%-12s WRONG  %s\n", part, failure.what());
  } catch (const std::exception& other) {
    std::printf("%-12s WRONG  %s: check the path and its permissions\n", part, other.what());
  }
  return false;
}

[[noreturn]] void wrong(const std::string& what) {
  throw Failure(FailureKind::ours, "wrong", what);
}

// A folder that a file can be made in, and how much room it has.
std::string writable_folder(const fs::path& folder) {
  std::error_code error;
  if (!fs::is_directory(folder, error)) wrong(folder.string() + " is not there: run exportd init");
  const int probe = ::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
  const bool writable = probe >= 0 || ::access(folder.c_str(), W_OK) == 0;
  if (probe >= 0) ::close(probe);
  if (!writable) wrong(folder.string() + " cannot be written to: check its owner and permissions");
  const fs::space_info space = fs::space(folder, error);
  constexpr std::uintmax_t least = 1ULL << 30;
  if (!error && space.available < least) wrong(folder.string() + " has less than 1 GiB free: make room");
  return folder.string() + ", " + std::to_string(space.available >> 30) + " GiB free";
}

std::string records(const Session& session) {
  const auto search = open_search(session.config);
  std::string found;
  for (const Environment& environment : session.config.environments) {
    const auto count = search->count(environment, {}, MonotonicTime::max());
    found += (found.empty() ? "" : ", ") + environment.name + " " + std::to_string(count.value_or(0)) + " records";
  }
  return found;
}

std::string queue(const Session& session) {
  if (!fs::exists(session.config.tasks_path())) {
    wrong(session.config.tasks_path().string() + " is not there: run exportd init");
  }
  OpenTasks tasks(session.config, session.clock, instance_name());
  const TaskCounts counts = tasks.store().counts();
  return std::to_string(counts.pending) + " pending, " + std::to_string(counts.processing) + " processing, parallel " +
         std::to_string(session.config.queue.parallel);
}

std::string keys(const Session& session) {
  const Config& config = session.config;
  for (const std::string& recipient : config.files.recipients) static_cast<void>(seal::Recipient::parse(recipient));
  std::string said = std::to_string(config.files.recipients.size()) + " recipients";
  if (fs::exists(config.identity_path())) {
    said += ", " + std::to_string(opening_identities(config.identity_path()).size()) + " identities in " +
            config.identity_path().string();
  } else if (config.files.recipients.empty()) {
    wrong(config.identity_path().string() + " is not there and no recipients are configured: run exportd init");
  }
  return said;
}

}  // namespace

int init(const Session& session, const InitCommand&) {
  const Config& config = session.config;
  static_cast<void>(sealing_recipients(config, session.clock));
  static_cast<void>(open_files(config));
  fs::create_directories(config.work_path());
  static_cast<void>(mail::DirectoryMailer(config.mail_path(), session.clock));
  static_cast<void>(secret(config));
  static_cast<void>(OpenTasks(config, session.clock, instance_name()));
  std::printf("ready: %s, %s, %s, %s\n", config.tasks_path().c_str(), config.files_path().c_str(),
              config.mail_path().c_str(), config.work_path().c_str());
  if (!fs::exists(config.search_path())) std::printf("next: exportd import ENV FILE loads the records to search\n");
  return exit_done;
}

int doctor(const Session& session, const DoctorCommand&) {
  const Config& config = session.config;
  bool good = checked("search", [&] { return records(session); });
  good = checked("tasks", [&] { return queue(session); }) && good;
  good = checked("files", [&] { return writable_folder(config.files_path()); }) && good;
  good = checked("work folder", [&] { return writable_folder(config.work_path()); }) && good;
  good = checked("mail", [&] { return writable_folder(config.mail_path()); }) && good;
  good = checked("keys", [&] { return keys(session); }) && good;
  return good ? exit_done : exit_failed;
}

}  // namespace exportd::app
