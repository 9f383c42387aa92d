#include "api/page.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "api/html.hpp"
#include "core/file_name.hpp"
#include "core/rfc3339.hpp"
#include "query/task_request.hpp"

namespace exportd::api {

namespace {

std::string row(std::string_view name, const std::string& value) {
  return "<tr><th scope=\"row\">" + std::string(name) + "</th><td>" + value + "</td></tr>\n";
}

std::string percent(const Progress& progress) {
  std::array<char, 16> text{};
  const int n = std::snprintf(text.data(), text.size(), "%.1f", static_cast<double>(progress.per_mille) / 10.0);
  return {text.data(), static_cast<std::size_t>(n)};
}

std::string progress_bar(const Run& run) {
  const std::string done = percent(run.progress);
  std::string rows = std::to_string(run.progress.records);
  if (run.progress.total_records) rows += " of " + std::to_string(*run.progress.total_records);
  return "<p><progress max=\"100\" value=\"" + done + "\">" + done + " %</progress></p>\n<p>" +
         std::string(stage_name(run.progress.stage)) + ": " + rows + " records, " + done + " %</p>\n";
}

// The file and what is known of it; the links are paths, so they hold behind any proxy.
std::string file_facts(const Task& task, const Run& run) {
  const Receipt& receipt = *run.receipt;
  const std::string self = "/v1/exports/" + task.id.text();
  std::string html;
  if (run.expired_at) {
    html += "<p>The file was kept until " + rfc3339(*run.expired_at) + " and is gone. Request the export again.</p>\n";
  } else {
    html += "<p><a href=\"" + self + "/runs/" + std::to_string(run.number) + "/file\" download>Download " +
            html_text(file_name(task)) + "</a></p>\n";
  }
  html += "<table>\n" + row("Rows", std::to_string(receipt.rows)) + row("Records", std::to_string(receipt.records)) +
          row("Columns", std::to_string(receipt.columns)) + row("Bytes", std::to_string(receipt.bytes)) +
          row("SHA-256", "<code>" + receipt.sha256 + "</code>");
  if (run.expires_at && !run.expired_at) html += row("Kept until", rfc3339(*run.expires_at));
  html += "</table>\n";
  return html + "<p><a href=\"" + self + "/metadata?run=" + std::to_string(run.number) +
         "\">Columns, units, references and licence</a> (W3C Tabular Metadata)</p>\n";
}

}  // namespace

std::string front_page(const ServiceParts& parts) {
  std::string html = "<h1>exportd</h1>\n<p>Exports of geochemistry searches as files: ";
  for (const Environment& environment : parts.environments) {
    html += &environment == &parts.environments.front() ? "" : ", ";
    html += html_text(environment.title.empty() ? environment.name : environment.title);
  }
  html +=
      ".</p>\n<p><a href=\"/reference\">How to ask for one</a> · <a href=\"/openapi.json\">OpenAPI document</a></p>";
  return html;
}

std::string export_page(const ServiceParts& parts, const TaskRecord& record) {
  const Run& run = record.run;
  std::string html = "<h1>Export: " + std::string(status_name(run.status.now())) + "</h1>\n";
  html += "<p>" + html_text(query::search_in_words(parts.environments, record.task)) + "</p>\n";
  const bool ended = run.status.terminal();
  if (!ended) html += progress_bar(run);
  if (run.error) html += "<p>" + html_text(run.error->message) + "</p>\n";
  if (run.receipt) html += file_facts(record.task, run);
  html += "<p><code>" + record.task.id.text() + "</code>, run " + std::to_string(run.number) + "</p>";
  if (!ended) html += "\n<p>Load this page again to see how far it is.</p>";
  return html;
}

}  // namespace exportd::api
