// What a mail about an ended run says, gathered: the query in words, the links, the Message-ID.
#pragma once

#include <string>
#include <string_view>

#include "app/config.hpp"
#include "core/addressee.hpp"
#include "core/notice.hpp"

namespace exportd::app {

// Message-ID: the same for the same run, address and outcome, so that a mail that is sent twice is one mail.
[[nodiscard]] Message composed_mail(const Config& config, const TaskRecord& record, const Addressee& addressee);

}  // namespace exportd::app
