// What the commands print: lines for people on standard error, results on standard output.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>

namespace exportd::app {

// One line on standard error. Data, arguments and file names may stand in it: what would break the line or command the
// terminal (control characters), and bytes that are not UTF-8, are escaped.
void print_line(std::string_view text);

// To standard output, at once. Failure as open_target (target_file.hpp): a result that is lost is no success.
void print_output(std::string_view text, const std::stop_token& stop);

// For JSON: each byte that is not UTF-8 becomes U+FFFD.
[[nodiscard]] std::string valid_utf8(std::string_view bytes);

// "1 bad line", "2 bad lines".
[[nodiscard]] std::string counted(std::uint64_t number, std::string_view singular);

}  // namespace exportd::app
