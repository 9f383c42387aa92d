// Asking those who hand out AWS credentials: unsigned, on the spot or not at all, and their answers.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "core/failure.hpp"
#include "net/aws_credentials.hpp"
#include "net/http_message.hpp"
#include "net/http_transport.hpp"

namespace exportd::net {

// A few tries, as long as the answer or the fault may heal; each at most `whole` long. The last answer, whatever its
// status, or the last fault.
[[nodiscard]] Result<HttpResponse, TransportFault> ask_for_credentials(const HttpRequest& request,
                                                                       std::chrono::milliseconds whole,
                                                                       const TlsTrust& trust = {});

// {"AccessKeyId":"…","SecretAccessKey":"…","Token":"…","Expiration":"2026-11-24T20:00:00Z"}; nullopt: not that.
[[nodiscard]] std::optional<AwsCredentials> credentials_in_json(std::string_view body);

// <Credentials><AccessKeyId>…</AccessKeyId><SecretAccessKey>… <SessionToken>… <Expiration>…; nullopt: not that.
[[nodiscard]] std::optional<AwsCredentials> credentials_in_xml(std::string_view body);

// Of an answer without credentials: retry where it may heal, ours where it says no. `place`: "the container's agent".
// Answers are not repeated but for their error code: they may hold credentials.
[[nodiscard]] Failure no_credentials_in(const HttpResponse& answer, const std::string& place);
[[nodiscard]] Failure no_credentials_after(const TransportFault& fault, const std::string& place);

// A small file's text, without blanks and line breaks at its ends. Failure(ours, "aws_credentials"); `variable` named
// the file.
[[nodiscard]] std::string token_in_file(const std::string& path, const std::string& variable);

}  // namespace exportd::net
