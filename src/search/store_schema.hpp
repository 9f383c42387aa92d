// The search store's file: how it is opened, made, and what tables it has (docs/search-store.md says why each is
// there).
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/environment.hpp"
#include "sqlite/database.hpp"

namespace exportd::search {

inline constexpr int store_version = 2;

// With `create`, an import's way, makes the store or its tables if they are not there; otherwise that is Failure ours
// `no_records`: whoever only reads never fills a file.
[[nodiscard]] sqlite::Database open_store(const std::filesystem::path&, sqlite::OpenMode);

// What the store knows of an environment that has been imported.
struct StoredEnvironment {
  std::int64_t id = 0;
  std::string version;  // generation and a random part; empty: no record was ever imported
  std::string id_field;
  std::string order_field;
  std::string signature;           // IndexPlan::signature
  std::string analytes_signature;  // index_plan.hpp
};

// Failure `store_outdated` when results, or the order, were configured otherwise when the records were imported.
void require_analytes(const StoredEnvironment&, const Environment&);
void require_order(const StoredEnvironment&, const Environment&);

// nullopt: nothing was ever imported into it.
[[nodiscard]] std::optional<StoredEnvironment> stored_environment(sqlite::Database&, std::string_view name);

// Changes with every import that changed something: "{generation}-{128 random bits}", drawn by the import. Before the
// first one the random bits are the store's own.
[[nodiscard]] std::string data_version(sqlite::Database&, std::string_view environment);

}  // namespace exportd::search
