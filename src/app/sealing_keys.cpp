#include "app/sealing_keys.hpp"

#include <cstdio>

#include "core/failure.hpp"
#include "seal/identity_file.hpp"

namespace exportd::app {

namespace fs = std::filesystem;

namespace {

void make_identity(const fs::path& path, const Clock& clock) {
  if (path.has_parent_path()) fs::create_directories(path.parent_path());
  try {
    seal::write_identity_file(path, seal::Identity::generate(), clock.wall());
  } catch (const Failure& failure) {
    if (failure.code() == "identity_file_exists") return;  // another process was first: its key is as good
    throw;
  }
  std::fprintf(stderr,
               "note: made a new file key: %s: keep a copy in a safe place: without it no stored export can be "
               "opened again\n",
               path.c_str());
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
  if (!recipients.empty()) return recipients;
  const fs::path path = config.identity_path();
  if (!fs::exists(path)) make_identity(path, clock);
  for (const seal::Identity& identity : opening_identities(path)) recipients.push_back(identity.recipient());
  return recipients;
}

}  // namespace exportd::app
