// What every FileStore must do. A test instantiates FileStoreContract with its adapters and compiles
// file_store_contract.cpp, which holds the suite.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/ports.hpp"

namespace exportd::contract {

// A fresh, empty place and any number of stores on it, as several processes would have them.
class FileStorePlace {
 public:
  virtual ~FileStorePlace() = default;
  virtual std::unique_ptr<FileStore> store() = 0;
};

struct FileStoreAdapter {
  std::string name;
  std::function<std::unique_ptr<FileStorePlace>()> make;
  std::size_t unfinished_bytes = 600'000;  // once so many are written, others can see that there is an upload
};

class FileStoreContract : public ::testing::TestWithParam<FileStoreAdapter> {
 protected:
  void put(const std::string& key, std::string_view bytes);
  std::string get(const std::string& key);  // "(none)" if there is no such object
  std::vector<std::string> list(std::string_view prefix);

  std::unique_ptr<FileStorePlace> place_ = GetParam().make();
  std::unique_ptr<FileStore> store_ = place_->store();
};

}  // namespace exportd::contract
