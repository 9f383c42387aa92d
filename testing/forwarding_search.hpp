// ForwardingSearch: a Search that passes every call on to another one; what stands before a search in a test overrides
// the calls it is about.
#pragma once

#include "core/ports.hpp"

namespace exportd::testing {

class ForwardingSearch : public Search {
 public:
  explicit ForwardingSearch(Search& below) : below_(below) {}

  std::optional<std::uint64_t> count(const Environment& environment, const Criteria& criteria,
                                     MonotonicTime deadline) override {
    return below_.count(environment, criteria, deadline);
  }
  std::optional<Page> preview(const Environment& environment, const Criteria& criteria, std::size_t n,
                              MonotonicTime deadline) override {
    return below_.preview(environment, criteria, n, deadline);
  }
  std::vector<Analyte> analytes(const Environment& environment) override { return below_.analytes(environment); }
  std::optional<std::vector<Analyte>> analytes_of(const Environment& environment, const Criteria& criteria,
                                                  MonotonicTime deadline) override {
    return below_.analytes_of(environment, criteria, deadline);
  }
  std::optional<std::vector<Suggestion>> suggest(const Environment& environment, const ParameterSpec& spec,
                                                 std::string_view prefix, std::size_t n,
                                                 MonotonicTime deadline) override {
    return below_.suggest(environment, spec, prefix, n, deadline);
  }
  std::string data_version(const Environment& environment) override { return below_.data_version(environment); }
  OpenedSearch open(const Environment& environment, const Criteria& criteria, const std::stop_token& stop) override {
    return below_.open(environment, criteria, stop);
  }
  void release(std::string_view context) override { below_.release(context); }

 private:
  Search& below_;
};

}  // namespace exportd::testing
