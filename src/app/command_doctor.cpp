// exportd init, exportd doctor: what is missing is made; every configured part is checked, one line each.
#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <string>
#include <system_error>

#include "app/commands.hpp"
#include "app/configured_bucket.hpp"
#include "app/configured_mailer.hpp"
#include "app/configured_stores.hpp"
#include "app/dynamo_store.hpp"
#include "app/instance.hpp"
#include "app/messages.hpp"
#include "app/sealing_keys.hpp"
#include "app/secret_file.hpp"
#include "app/task_service.hpp"
#include "core/failure.hpp"
#include "files/s3_checks.hpp"
#include "seal/identity_file.hpp"

namespace exportd::app {

namespace fs = std::filesystem;

namespace {

// Runs one check and prints its line; false when something is wrong. The check returns what there is to say.
bool checked(const Session& session, std::string part, const std::function<std::string()>& check) {
  part.resize(13, ' ');
  std::string found;
  bool good = false;
  try {
    found = check();
    good = true;
  } catch (const Failure& failure) {
    found = failure.message();
  } catch (const std::exception& other) {
    found = std::string(other.what()) + ": check the path and its permissions";
  }
  print_output(part + (good ? "ok     " : "WRONG  ") + found + "\n", session.stop);
  return good;
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
  if (session.config.store.kind == StoreKind::sqlite && !fs::exists(session.config.tasks_path())) {
    wrong(session.config.tasks_path().string() + " is not there: run exportd init");
  }
  OpenTasks tasks(session.config, session.clock, instance_name());
  const TaskCounts counts = tasks.store().counts();
  return std::to_string(counts.pending) + " pending, " + std::to_string(counts.processing) + " processing, parallel " +
         std::to_string(session.config.queue.parallel);
}

std::string stored_files(const Session& session) {
  if (session.config.files.kind == FilesKind::directory) return writable_folder(session.config.files_path());
  return files_place(session.config) + ": " + files::checked_bucket(*open_bucket(session.config, session.clock));
}

std::string mail(const Session& session) {
  const Config& config = session.config;
  if (config.mail.kind == MailKind::smtp) return checked_mail_server(config, session.clock, session.stop);
  static_cast<void>(open_mailer(config, session.clock, session.stop));
  return writable_folder(config.mail_path());
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
  static_cast<void>(open_files(config, session.clock)->stat(ObjectKey("readiness/none")));  // a bucket must be there
  fs::create_directories(config.work_path());
  static_cast<void>(open_mailer(config, session.clock, session.stop));
  static_cast<void>(secret(config));
  const bool in_dynamo = config.store.kind == StoreKind::dynamodb;
  std::string said = in_dynamo ? init_dynamo_store(session) : "";
  static_cast<void>(OpenTasks(config, session.clock, instance_name()));
  said += "ready: " + (in_dynamo ? dynamo_place(config) : config.tasks_path().string()) + ", " + files_place(config) +
          ", " + mail_place(config) + ", " + config.work_path().string() + "\n";
  if (config.search.kind == SearchKind::sqlite && !fs::exists(config.search_path()))
    said += "next: exportd import ENV FILE loads the records to search\n";
  print_output(said, session.stop);
  return exit_done;
}

int doctor(const Session& session, const DoctorCommand&) {
  const Config& config = session.config;
  bool good = checked(session, "search", [&] { return records(session); });
  if (config.store.kind == StoreKind::dynamodb) {
    const auto checked_part = [&](const std::string& part, const Check& check) {
      return checked(session, part, check);
    };
    good = check_dynamo_store(session, checked_part) && good;
  }
  good = checked(session, "tasks", [&] { return queue(session); }) && good;
  good = checked(session, "files", [&] { return stored_files(session); }) && good;
  good = checked(session, "work folder", [&] { return writable_folder(config.work_path()); }) && good;
  good = checked(session, "mail", [&] { return mail(session); }) && good;
  good = checked(session, "secret",
                 [&] {
                   if (!fs::exists(config.secret_path()))
                     wrong(config.secret_path().string() + " is not there: run exportd init");
                   static_cast<void>(secret(config));
                   return config.secret_path().string();
                 }) &&
         good;
  good = checked(session, "keys", [&] { return keys(session); }) && good;
  return good ? exit_done : exit_failed;
}

}  // namespace exportd::app
