// usage: s3_object put KEY BYTES | drop KEY BYTES | get KEY | abort
// Stores an object of so many bytes, or abandons it; reads one and prints its length; aborts all that is unfinished.
// Prints "done …", or "failed KIND CODE: MESSAGE" (exit code 1). The bucket is that of bucket_of_a_test.hpp, without a
// prefix.
#include <cstdio>
#include <span>
#include <string>

#include "core/failure.hpp"
#include "files/s3_store.hpp"
#include "net/aws_fixed_credentials.hpp"
#include "tests/s3/bucket_of_a_test.hpp"

namespace exportd {
namespace {

constexpr std::size_t step = 1'000'003;

// Byte i is i % 251: what arrives can be checked without knowing what was sent.
std::string bytes_from(std::size_t offset, std::size_t count) {
  std::string bytes(count, '\0');
  for (std::size_t i = 0; i < count; ++i) bytes[i] = static_cast<char>((offset + i) % 251);
  return bytes;
}

std::string put(FileStore& store, const std::string& key, std::size_t bytes, bool to_the_end) {
  const auto sink = store.create(ObjectKey(key), {});
  for (std::size_t at = 0; at < bytes; at += step) sink->write(bytes_from(at, std::min(step, bytes - at)));
  if (to_the_end) sink->finish();
  return to_the_end ? "stored" : "dropped";
}

std::string get(FileStore& store, const std::string& key) {
  const auto reader = store.open(ObjectKey(key));
  if (!reader) return "none";
  std::string bytes(65'552, '\0');
  for (std::uint64_t at = 0; at < reader->size();) {
    const std::size_t read = reader->read_at(at, bytes);
    if (read == 0 || bytes.substr(0, read) != bytes_from(static_cast<std::size_t>(at), read)) return "damaged";
    at += read;
  }
  return std::to_string(reader->size());
}

int run(std::span<char*> arguments) {
  const std::string verb = arguments.size() > 1 ? arguments[1] : "";
  const std::string key = arguments.size() > 2 ? arguments[2] : "";
  const std::size_t bytes = arguments.size() > 3 ? std::stoul(arguments[3]) : 0;
  const contract::RealClock clock;
  const auto store = contract::store_of_variables("", clock);
  std::string said;
  if (verb == "put" || verb == "drop") said = put(*store, key, bytes, verb == "put");
  if (verb == "get") said = get(*store, key);
  if (verb == "abort") said = std::to_string(store->abort_unfinished(WallTime::max()));
  std::printf("done %s\n", said.c_str());
  return said.empty() ? 2 : 0;
}

}  // namespace
}  // namespace exportd

int main(int count, char** arguments) {
  try {
    return exportd::run({arguments, static_cast<std::size_t>(count)});
  } catch (const exportd::Failure& failure) {
    const char* const kind = failure.kind() == exportd::FailureKind::retry ? "retry" : "ours";
    std::printf("failed %s %s: %s (%s)\n", kind, failure.code().c_str(), failure.message().c_str(),
                failure.detail().c_str());
  } catch (const std::exception& other) {
    std::printf("failed: %s\n", other.what());
  }
  return 1;
}
