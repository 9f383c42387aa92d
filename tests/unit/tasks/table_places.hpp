// The places that the contracts run on: a table in memory and one in a SQLite file.
#pragma once

#include <memory>

#include "tests/contract/record_table_contract.hpp"

namespace exportd::contract {

[[nodiscard]] RecordTableAdapter memory_adapter();
[[nodiscard]] RecordTableAdapter sqlite_adapter();

}  // namespace exportd::contract
