// Every bound of the program that is not configuration, with its unit, in one place.
#pragma once

#include <chrono>
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

// The HTTP server.
constexpr std::size_t http_header_bytes_max = 16 * KiB;  // the first line and all fields
constexpr std::size_t http_buffer_bytes_max = 64 * KiB;  // of one connection, while a request is read
constexpr std::size_t http_connections_max = 12'000;
constexpr std::size_t http_pool_threads = 16;         // for handlers, which block
constexpr std::size_t http_searches_max = 8;          // of them at once in the search, which may be slow
constexpr std::size_t http_pool_waiting_max = 8'000;  // calls that wait for a thread or have one: some seconds' work
constexpr std::size_t http_file_block_bytes = 4 * seal_chunk_bytes;
constexpr std::size_t http_dropped_bytes_max = 1 * MiB;  // read from a refused client before its connection closes
constexpr std::chrono::seconds http_idle_max{75};        // between requests
constexpr std::chrono::seconds http_header_time_max{10};
constexpr std::chrono::seconds http_body_time_max{30};
constexpr std::chrono::seconds http_write_stall_max{60};  // a client that takes nothing for so long is gone
constexpr std::chrono::seconds http_linger_max{2};
constexpr std::chrono::hours http_download_time_max{12};
constexpr std::size_t downloads_max = 1'000;         // at once; each holds two blocks and a chunk in memory
constexpr std::size_t downloads_of_client_max = 64;  // at once, of one client network
constexpr std::chrono::seconds event_comment_every{15};
constexpr std::size_t rate_limit_buckets_max = 100'000;  // client networks remembered

// Defaults of what configuration may change.
constexpr std::uint64_t rows_max_default = 80'000;
constexpr std::uint64_t browser_rows_default = 10'000;

static_assert(record_bytes_max <= page_bytes_max, "one record must fit into one page");

}  // namespace exportd::limits
