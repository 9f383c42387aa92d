// exportd keygen, exportd decrypt: file keys, and a stored object opened by hand.
#include <cstdio>

#include "app/commands.hpp"
#include "app/object_file.hpp"
#include "app/sealing_keys.hpp"
#include "app/target_file.hpp"
#include "core/failure.hpp"
#include "seal/identity_file.hpp"
#include "seal/opening_reader.hpp"
#include "seal/verify.hpp"

namespace exportd::app {

namespace {

// Passes nothing on: reading through an OpeningReader into it authenticates every chunk.
class NoSink final : public ByteSink {
 public:
  void write(std::string_view) override {}
  void finish() override {}
};

}  // namespace

int generate_key(const Session& session, const KeygenCommand& command) {
  const seal::Identity identity = seal::Identity::generate();
  seal::write_identity_file(command.target, identity, session.clock.wall());
  std::fprintf(stderr, "public key: %s\n", identity.recipient().text().c_str());
  return exit_done;
}

int decrypt(const Session& session, const DecryptCommand& command) {
  const auto identities = opening_identities(command.identity.value_or(session.config.identity_path()));
  ObjectFile object(command.object);
  seal::OpeningReader reader(object, identities);
  // A pipe cannot take bytes back, so an object is opened to its end before the first byte goes out.
  NoSink nowhere;
  if (command.target == "-") seal::copy_plain(reader, nowhere, session.stop);
  const auto target = open_target(command.target, session.stop);
  seal::copy_plain(reader, *target, session.stop);
  target->finish();
  return exit_done;
}

}  // namespace exportd::app
