#include "app/command_line.hpp"

#include <memory>
#include <sstream>

#include "app/command_definition.hpp"

#include "app/messages.hpp"
#include "app/usage_fault.hpp"

namespace exportd::app {

namespace {

void define_import(CLI::App& line, Chosen& chosen) {
  auto command = std::make_shared<ImportCommand>();
  CLI::App* sub = add(line, "import", "load records into the embedded search store", command, chosen, import_records);
  sub->add_option("ENV", command->environment, "environment, for example petdb")->required();
  sub->add_option("FILE", command->file, "records, one JSON object a line; may be gzip")->required();
  sub->add_flag("--skip-bad", command->skip_bad, "import the good lines although some are bad");
  sub->add_flag("--json", command->json, "print one JSON line on standard output");
}

void define_run(CLI::App& line, Chosen& chosen) {
  auto command = std::make_shared<RunCommand>();
  CLI::App* sub = add(line, "run", "export the records of one search into a file", command, chosen, run);
  sub->add_option("ENV", command->environment, "environment, for example petdb")->required();
  sub->add_option("QUERY", command->query, "the search URL's query string; '' is every record")->required();
  sub->add_option("-o,--output", command->target, "the file, or - for standard output");
  sub->add_flag("--keep-object", command->keep_object, "keep the sealed object and name it");
  sub->add_flag("--json", command->json, "print one JSON line on standard output (standard error with -o -)");
  add_file_options(*sub, command->options);
}

void define_id(CLI::App& line, Chosen& chosen) {
  auto command = std::make_shared<IdCommand>();
  CLI::App* sub = add(line, "id", "print the canonical parameters, the canonical options and the task id", command,
                      chosen, print_id);
  sub->add_option("ENV", command->environment, "environment, for example petdb")->required();
  sub->add_option("QUERY", command->query, "the search URL's query string")->required();
  sub->add_flag("--json", command->json, "print one JSON line instead");
  add_file_options(*sub, command->options);
}

void define_keys(CLI::App& line, Chosen& chosen) {
  auto keygen = std::make_shared<KeygenCommand>();
  CLI::App* sub = add(line, "keygen", "make a new file key", keygen, chosen, generate_key);
  sub->add_option("-o,--output", keygen->target, "the identity file to make")->required();

  auto opened = std::make_shared<DecryptCommand>();
  sub = add(line, "decrypt", "open a stored object", opened, chosen, decrypt);
  sub->add_option("IN", opened->object, "the stored object: a .age file, or an s3:// address in the configured bucket")
      ->required();
  sub->add_option("-o,--output", opened->target, "the file, or - for standard output")->required();
  sub->add_option("--identity", opened->identity, "identity file; default: the configured one");
}

void define_demo(CLI::App& line, Chosen& chosen) {
  auto command = std::make_shared<DemoCommand>();
  CLI::App* sub =
      add(line, "demo", "load the bundled data set, serve it and make a first export", command, chosen, demo);
  sub->add_option("--listen", command->listen, "address and port, for example 127.0.0.1:8080; port 0: a free one");
}

}  // namespace

void define_commands(CLI::App& line, GlobalOptions& global, Chosen& chosen) {
  line.set_version_flag("--version", "exportd " EXPORTD_VERSION);
  line.add_option("--config", global.config, "configuration file (else ./exportd.toml, /etc/exportd/exportd.toml)");
  line.add_option("--data", global.data, "folder of the embedded data (default ./exportd-data)");
  line.add_option("--log-level", global.log_level, "trace, debug, info, warn or error")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error"}));
  line.require_subcommand(1);
  define_import(line, chosen);
  define_run(line, chosen);
  define_id(line, chosen);
  define_keys(line, chosen);
  define_service_commands(line, chosen);
  define_demo(line, chosen);
}

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

}  // namespace exportd::app
