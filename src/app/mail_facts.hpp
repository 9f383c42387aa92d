// What a mail about an ended run says, gathered: the query in words, the links, the Message-ID.
#pragma once

#include <string>

#include "app/config.hpp"
#include "core/addressee.hpp"
#include "core/notice.hpp"

namespace exportd::app {

// Message-ID: the same for the same run, address and outcome, so that a mail that is sent twice is one mail. `secret`
// signs the link that ends the mail to this address.
[[nodiscard]] Message composed_mail(const Config& config, const std::string& secret, const TaskRecord& record,
                                    const Addressee& addressee);

}  // namespace exportd::app
