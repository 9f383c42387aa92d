#include "app/command_line.hpp"

#include <CLI/CLI.hpp>
#include <memory>
#include <sstream>

#include "app/command_definition.hpp"
#include "app/messages.hpp"
#include "app/usage_fault.hpp"

namespace exportd::app {

namespace {

void define_import(CLI::App& line, GivenCommand& given) {
  auto command = std::make_shared<ImportCommand>();
  CLI::App* sub = add(line, "import", "load records into the embedded search store", command, given, import_records);
  sub->add_option("ENV", command->environment, "environment, for example petdb")->required();
  sub->add_option("FILE", command->file, "records, one JSON object a line; may be gzip")->required();
  sub->add_flag("--skip-bad", command->skip_bad, "import the good lines although some are bad");
  sub->add_flag("--json", command->json, "print one JSON line on standard output");
}

void define_run(CLI::App& line, GivenCommand& given) {
  auto command = std::make_shared<RunCommand>();
  CLI::App* sub = add(line, "run", "export the records of one search into a file", command, given, run);
  sub->add_option("ENV", command->environment, "environment, for example petdb")->required();
  sub->add_option("QUERY", command->query, "the search URL's query string; '' is every record")->required();
  sub->add_option("-o,--output", command->target, "the file, or - for standard output");
  sub->add_flag("--keep-object", command->keep_object, "keep the sealed object and name it");
  sub->add_flag("--json", command->json, "print one JSON line on standard output (standard error with -o -)");
  add_file_options(*sub, command->options);
}

void define_id(CLI::App& line, GivenCommand& given) {
  auto command = std::make_shared<IdCommand>();
  CLI::App* sub = add(line, "id", "print the canonical parameters, the canonical options and the task id", command,
                      given, print_id);
  sub->add_option("ENV", command->environment, "environment, for example petdb")->required();
  sub->add_option("QUERY", command->query, "the search URL's query string")->required();
  sub->add_flag("--json", command->json, "print one JSON line instead");
  add_file_options(*sub, command->options);
}

void define_keys(CLI::App& line, GivenCommand& given) {
  auto keygen = std::make_shared<KeygenCommand>();
  CLI::App* sub = add(line, "keygen", "make a new file key", keygen, given, generate_key);
  sub->add_option("-o,--output", keygen->target, "the identity file to make")->required();

  auto opened = std::make_shared<DecryptCommand>();
  sub = add(line, "decrypt", "open a stored object", opened, given, decrypt);
  sub->add_option("IN", opened->object, "the stored object: a .age file, or an s3:// address in the configured bucket")
      ->required();
  sub->add_option("-o,--output", opened->target, "the file, or - for standard output")->required();
  sub->add_option("--identity", opened->identity, "identity file; default: the configured one");
}

void define_demo(CLI::App& line, GivenCommand& given) {
  auto command = std::make_shared<DemoCommand>();
  CLI::App* sub =
      add(line, "demo", "load the bundled data set, serve it and make a first export", command, given, demo);
  sub->add_option("--listen", command->listen, "address and port, for example 127.0.0.1:8080; port 0: a free one");
}

void define_commands(CLI::App& line, GlobalOptions& global, GivenCommand& given) {
  line.set_version_flag("--version", "exportd " EXPORTD_VERSION);
  line.add_option("--config", global.config, "configuration file (else ./exportd.toml, /etc/exportd/exportd.toml)");
  line.add_option("--data", global.data, "folder of the embedded data (default ./exportd-data)");
  line.add_option("--log-level", global.log_level, "trace, debug, info, warn or error")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error"}));
  line.require_subcommand(1);
  define_import(line, given);
  define_run(line, given);
  define_id(line, given);
  define_keys(line, given);
  define_service_commands(line, given);
  define_demo(line, given);
}

// Prints help or version (exit 0), or what is wrong with the command line in one line (exit 2).
int report_usage(const CLI::App& line, const CLI::ParseError& error, const std::stop_token& stop) {
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
    std::ostringstream text;
    const int code = line.exit(error, text, text);
    print_output(text.str(), stop);
    return code;
  }
  print_line("exportd: " + usage_fault(line, error) + ": see exportd --help");
  return exit_usage;
}

}  // namespace

std::variant<GivenCommand, int> read_command_line(int argc, char** argv, GlobalOptions& global,
                                                  const std::stop_token& stop) {
  GivenCommand given;
  CLI::App line("exportd: geochemistry search results as verified files", "exportd");
  define_commands(line, global, given);
  try {
    line.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return report_usage(line, error, stop);
  }
  return given;
}

}  // namespace exportd::app
