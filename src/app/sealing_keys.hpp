// Which keys seal and open the stored objects, from the configuration. Embedded, a key is made on first use.
#pragma once

#include <vector>

#include "app/config.hpp"
#include "core/ports.hpp"
#include "seal/identity.hpp"

namespace exportd::app {

// [files] recipients; without any, those of the identity file, which is made (0600) if it is missing: a note on how to
// keep it is printed on stderr.
[[nodiscard]] std::vector<seal::Recipient> sealing_recipients(const Config& config, const Clock& clock);

// The identities of `file`. Failure reject "exposed_identity" if group or others may read it.
[[nodiscard]] std::vector<seal::Identity> opening_identities(const std::filesystem::path& file);

}  // namespace exportd::app
