// Identity files as age-keygen writes them: one AGE-SECRET-KEY-1… a line, blank lines and # comments between.
// Several identities serve rotation: new objects go to a new recipient, the old identities still open the old ones.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/task.hpp"
#include "seal/identity.hpp"

namespace exportd::seal {

constexpr std::size_t identity_file_bytes_max = std::size_t{1024} * 1024;

// At least one identity, in the file's order. Failure reject "bad_identity" names the line, never its text.
[[nodiscard]] std::vector<Identity> parse_identities(std::string_view text);

struct IdentityFile {
  std::vector<Identity> identities;
  // Group or others may read or change it. A pure room cannot warn: the caller refuses or says so.
  bool exposed = false;
};

// Failure reject "bad_identity" or "no_identity_file" (messages name the file), ours "not_readable".
[[nodiscard]] IdentityFile read_identity_file(const std::filesystem::path& path);

// What a new identity file holds: when it was made, its public key, how to keep it, the secret.
[[nodiscard]] std::string identity_file_text(const Identity& identity, WallTime created);

// Makes a new file with mode 0600, on disk when this returns. Never replaces: Failure reject "identity_file_exists".
// Any other trouble is ours "not_writable", and no file is left (but for a folder that cannot be synchronised). Other
// processes see the file whole or not at all.
void write_identity_file(const std::filesystem::path& path, const Identity& identity, WallTime created);

}  // namespace exportd::seal
