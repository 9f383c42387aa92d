#include "mail/compose.hpp"

namespace exportd::mail {

namespace {

std::string facts_of(const Receipt& receipt) {
  return std::to_string(receipt.rows) + " rows of " + std::to_string(receipt.records) + " records, " +
         std::to_string(receipt.columns) + " columns, " + std::to_string(receipt.bytes) + " bytes\nSHA-256 " +
         receipt.sha256 + "\ndata version " + receipt.data_version + "\n";
}

std::string outcome_text(const Run& run) {
  if (run.status == Status::succeeded && run.receipt) return "Your file is ready.\n\n" + facts_of(*run.receipt);
  if (run.status == Status::cancelled) return "The export was cancelled. Nothing was stored.\n";
  std::string text = "The file could not be made.\n";
  if (run.error) text += "\nReason: " + run.error->message + " (" + run.error->code + ")\n";
  return text;
}

std::string subject_of(const Notice& notice) {
  const Status status = notice.record.run.status.now();
  const char* outcome = status == Status::succeeded ? "ready" : status == Status::failed ? "failed" : "cancelled";
  return "Export from " + notice.environment_title + ": " + outcome;
}

}  // namespace

Message compose(const Notice& notice, const std::string& from) {
  std::string text = outcome_text(notice.record.run);
  text += "\nYou asked for: " + notice.query_in_words + "\n";
  if (!notice.page_url.empty()) text += "\n" + notice.page_url + "\n";
  if (notice.record.run.status == Status::succeeded) {
    text +=
        "\nTo open a CSV file:\n"
        "  pandas  pandas.read_csv(\"FILE\", low_memory=False)\n"
        "  R       read.csv(\"FILE\", check.names = FALSE)\n"
        "  Excel   Data, From Text/CSV, 65001: Unicode (UTF-8)\n";
  }
  return {.message_id = notice.message_id,
          .from = from,
          .to = notice.address,
          .subject = subject_of(notice),
          .text = std::move(text),
          .html = {},
          .list_unsubscribe = notice.unsubscribe_url};
}

}  // namespace exportd::mail
