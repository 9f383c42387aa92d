#include "app/sealing_keys.hpp"

#include "app/messages.hpp"
#include "app/usable_path.hpp"
#include "core/failure.hpp"
#include "core/limits.hpp"
#include "seal/identity_file.hpp"

namespace exportd::app {

namespace fs = std::filesystem;

namespace {

void make_identity(const fs::path& path, const Clock& clock) {
  if (path.has_parent_path()) make_folder(path.parent_path(), "check --data and [files] identity_file");
  try {
    seal::write_identity_file(path, seal::Identity::generate(), clock.wall());
  } catch (const Failure& failure) {
    if (failure.code() == "identity_file_exists") return;  // another process was first: its key is as good
    throw;
  }
  print_line("note: made a new file key: " + path.string() +
             ": keep a copy in a safe place: without it no stored export can be opened again");
}

}  // namespace

std::vector<seal::Identity> opening_identities(const fs::path& file) {
  seal::IdentityFile read = seal::read_identity_file(file);
  if (read.exposed) {
    throw Failure(FailureKind::reject, "exposed_identity",
                  "identity file " + file.string() + ": others may read it: run chmod 600 on it");
  }
  return std::move(read.identities);
}

std::vector<seal::Recipient> sealing_recipients(const Config& config, const Clock& clock) {
  std::vector<seal::Recipient> recipients;
  for (const std::string& text : config.files.recipients) recipients.push_back(seal::Recipient::parse(text));
  if (recipients.size() > limits::seal_recipients_max) {
    throw Failure(FailureKind::reject, "bad_config",
                  "configuration: [files] recipients: more than " + std::to_string(limits::seal_recipients_max) +
                      " recipients: leave some out");
  }
  if (!recipients.empty()) return recipients;
  const fs::path path = config.identity_path();
  if (!is_there(path)) make_identity(path, clock);
  for (const seal::Identity& identity : opening_identities(path)) recipients.push_back(identity.recipient());
  return recipients;
}

}  // namespace exportd::app
