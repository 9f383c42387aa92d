// Every bound of the program that is not configuration, with its unit, in one place.
#pragma once

#include <cstddef>
#include <cstdint>

namespace exportd::limits {

constexpr std::size_t KiB = 1024;
constexpr std::size_t MiB = 1024 * KiB;

// A request (docs/task-id.md).
constexpr std::size_t query_bytes_max = 8 * KiB;
constexpr std::size_t body_bytes_max = 256 * KiB;
constexpr std::size_t list_values_max = 500;
constexpr std::size_t chemistry_expressions_max = 50;
constexpr std::size_t polygon_corners_max = 2'000;

// A record being imported.
constexpr std::size_t record_bytes_max = 16 * MiB;
constexpr std::size_t record_depth_max = 32;
constexpr std::size_t record_combinations_max = 100'000;  // index entries that lists inside one record multiply to

// Pages of documents on their way from the search to the table.
constexpr std::size_t page_bytes_max = 16 * MiB;
constexpr std::size_t page_padding_bytes = 64;  // readable bytes behind the last one, for vectorised JSON scanning

// The spool of a table whose columns are known only at the end.
constexpr std::size_t spool_memory_bytes_max = 32 * MiB;

// The sealed file (age v1): checked before anything is allocated.
constexpr std::size_t seal_header_bytes_max = 64 * KiB;
constexpr std::size_t seal_recipients_max = 20;
constexpr std::size_t seal_chunk_bytes = 64 * KiB;

// Defaults of what configuration may change.
constexpr std::uint64_t rows_max_default = 80'000;
constexpr std::uint64_t browser_rows_default = 10'000;

static_assert(record_bytes_max <= page_bytes_max, "one record must fit into one page");

}  // namespace exportd::limits
