// exportd keygen, exportd decrypt: file keys, and a stored object opened by hand.
#include <array>
#include <filesystem>

#include "app/commands.hpp"
#include "app/given_object.hpp"
#include "app/messages.hpp"
#include "app/own_files.hpp"
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
  if (command.target == "-") {
    print_output(seal::identity_file_text(identity, session.clock.wall()), session.stop);
  } else {
    seal::write_identity_file(command.target, identity, session.clock.wall());
  }
  print_line("public key: " + identity.recipient().text());
  return exit_done;
}

int decrypt(const Session& session, const DecryptCommand& command) {
  const std::filesystem::path identity = command.identity.value_or(session.config.identity_path());
  refuse_own_files(session.config, command.target, std::array{command.object, identity});
  const auto identities = opening_identities(identity);
  const GivenObject object(session.config, session.clock, command.object);
  seal::OpeningReader reader(object.reader(), identities);
  // A pipe cannot take bytes back, so an object is opened to its end before the first byte goes out.
  NoSink nowhere;
  if (command.target == "-") seal::copy_plain(reader, nowhere, session.stop);
  const auto target = open_target(command.target, session.stop);
  seal::copy_plain(reader, *target, session.stop);
  target->finish();
  return exit_done;
}

}  // namespace exportd::app
