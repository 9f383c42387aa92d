// DirectoryMailer: mail as files, for the embedded product: one .eml file (RFC 5322) for each message, readable by its
// owner only. A message that is sent again replaces itself.
#pragma once

#include <filesystem>

#include "core/ports.hpp"

namespace exportd::mail {

class DirectoryMailer final : public Mailer {
 public:
  // Makes the folder if it is missing. Failure(ours, "not_writable").
  DirectoryMailer(std::filesystem::path folder, const Clock& clock);
  // Failure reject: an address or subject that cannot stand in a header; retry: the disk.
  void send(const Message& message, const std::function<bool()>& go_on) override;

 private:
  std::filesystem::path folder_;
  const Clock& clock_;
};

}  // namespace exportd::mail
