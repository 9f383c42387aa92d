#include "mail/compose.hpp"

#include <algorithm>
#include <array>
#include <kainjow/mustache.hpp>
#include <string_view>

#include "core/file_name.hpp"
#include "core/shown_text.hpp"
#include "mail/amounts.hpp"
#include "mail/opening.hpp"
#include "mail/templates.hpp"

namespace exportd::mail {

namespace {

using Fields = kainjow::mustache::data;

constexpr std::size_t query_characters_max = 1'000;
constexpr std::size_t sentence_characters_max = 600;
constexpr std::size_t title_characters_max = 80;

// Sections of empty texts are left out.
void set(Fields& fields, const char* name, const std::string& text) {
  if (!text.empty()) fields.set(name, text);
}

std::string references_text(const Task& task) {
  constexpr std::string_view all = " The original publications are listed in the file's description";
  if (file_option(task, "layout", "sample") == "long") {
    return "The columns citations and citation name the original publications." + std::string(all) + ", too.";
  }
  const std::string_view columns = file_option(task, "columns", "present");
  if (columns == "present" || columns == "all") {
    return "The columns citations, authors, publicationYears and dois name the original publications." +
           std::string(all) + ", too.";
  }
  return std::string(all.substr(1)) + ".";
}

void set_file(Fields& fields, const Notice& notice, const Receipt& receipt) {
  const Run& run = notice.record.run;
  const Task& task = notice.record.task;
  const Opening opening = opening_of(task, receipt);
  Fields ready;
  ready.set("name", file_name(task));
  ready.set("rows", grouped(receipt.rows));
  ready.set("records", counted(receipt.records, "record"));
  ready.set("columns", grouped(receipt.columns));
  ready.set("size", size_text(receipt.bytes));
  ready.set("bytes", counted(receipt.bytes, "byte"));
  ready.set("sha256", receipt.sha256);
  ready.set("data_version", receipt.data_version.empty() ? "unknown" : one_line(receipt.data_version, 200));
  ready.set("made", minute_text(run.finished_at.value_or(run.created_at)));
  ready.set("kept", run.expires_at ? "The file is kept until " + minute_text(*run.expires_at) + "."
                                   : "No end is set to how long the file is kept.");
  ready.set("pandas", opening.pandas);
  ready.set("r", opening.r);
  ready.set("excel", opening.excel);
  ready.set("references", references_text(task));
  set(ready, "cite", one_line(notice.cite, sentence_characters_max));
  set(ready, "licence", one_line(notice.licence, sentence_characters_max));
  set(ready, "licence_url", notice.licence_url);
  set(ready, "file_url", notice.file_url);
  set(ready, "metadata_url", notice.metadata_url);
  fields.set("ready", ready);
}

std::string advice(const std::string& code) {
  constexpr std::array<std::string_view, 8> of_the_request{"unknown_parameter", "bad_value",          "conflict",
                                                           "too_many",          "too_long",           "bad_encoding",
                                                           "unknown_column",    "unknown_environment"};
  if (code == "too_many_rows") return "Narrow the search, so that it finds fewer records, and ask again.";
  if (std::ranges::find(of_the_request, code) != of_the_request.end()) return "Correct the request and ask again.";
  return "Ask for it again: that makes a new run. If it fails again, tell the service's operators the task and the "
         "run.";
}

void set_failure(Fields& fields, const Run& run) {
  const RunError error = run.error.value_or(RunError{"unknown", "it is not known why"});
  Fields attempts{Fields::type::list};
  for (const Attempt& attempt : run.attempts) {
    Fields one;
    one.set("number", std::to_string(attempt.number));
    one.set("started", minute_text(attempt.started_at));
    one.set("outcome", one_line(attempt.error ? attempt.error->message : error.message, sentence_characters_max));
    attempts.push_back(one);
  }
  Fields failed;
  failed.set("reason", one_line(error.message, sentence_characters_max) + " (" + error.code + ")");
  failed.set("advice", advice(error.code));
  failed.set("attempts", attempts);
  fields.set("failed", failed);
}

std::string headline(const Notice& notice, const std::string& title) {
  switch (notice.record.run.status.now()) {
    case Status::succeeded: return "Your export from " + title + " is ready";
    case Status::cancelled: return "Your export from " + title + " was cancelled: no file was made";
    case Status::failed:
    case Status::pending:
    case Status::processing: break;
  }
  return "Your export from " + title + " failed: no file was made";
}

// Several exports of one day are told apart by it: what came of it, how much it is, which task and run.
std::string subject(const Notice& notice, const std::string& title) {
  const Task& task = notice.record.task;
  const Run& run = notice.record.run;
  std::string text = "Export from " + title;
  if (run.status == Status::succeeded && run.receipt) {
    text += " ready: " + counted(run.receipt->rows, "row") + ", " + std::string(file_option(task, "fileType", "csv")) +
            ", " + size_text(run.receipt->bytes);
  } else {
    text += run.status == Status::cancelled ? " cancelled" : " failed";
    if (run.error) text += ": " + one_line(run.error->code, 60);
  }
  return text + " (" + task.id.text().substr(0, 8) + ", run " + std::to_string(run.number) + ")";
}

}  // namespace

Message compose(const Notice& notice, const Sender& sender) {
  const Run& run = notice.record.run;
  const std::string title = one_line(notice.environment_title, title_characters_max);
  const std::string about = subject(notice, title);
  Fields fields;
  fields.set("subject", about);
  fields.set("headline", headline(notice, title));
  fields.set("query", one_line(notice.query_in_words, query_characters_max));
  fields.set("task", notice.record.task.id.text());
  fields.set("run", std::to_string(run.number));
  set(fields, "page_url", notice.page_url);
  set(fields, "unsubscribe_url", notice.unsubscribe_url);
  if (run.status == Status::succeeded && run.receipt) set_file(fields, notice, *run.receipt);
  if (run.status == Status::failed) set_failure(fields, run);
  if (run.status == Status::cancelled) fields.set("cancelled", true);
  kainjow::mustache::mustache text(text_template);
  kainjow::mustache::mustache html(html_template);
  return {.message_id = notice.message_id,
          .from = sender.from,
          .reply_to = sender.reply_to,
          .to = notice.address,
          .subject = about,
          .text = text.render(fields),
          .html = html.render(fields),
          .list_unsubscribe = notice.unsubscribe_url};
}

}  // namespace exportd::mail
