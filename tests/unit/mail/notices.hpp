// Notices of tests: a run that succeeded, one that failed.
#pragma once

#include "core/notice.hpp"

namespace exportd::mail {

[[nodiscard]] inline Run ended_run(Status status) {
  Run run;
  run.number = 2;
  static_cast<void>(run.status.move(Status::processing));
  static_cast<void>(run.status.move(status));
  run.created_at = WallTime(std::chrono::milliseconds(1'700'000'000'000));
  run.finished_at = WallTime(std::chrono::milliseconds(1'700'000'060'000));
  return run;
}

[[nodiscard]] inline Notice notice(Run run, const std::string& file_options = {}) {
  const Task task{TaskId("abcdefghijklmnopqrstuvwxyz"), "petdb", "material=glass", file_options};
  return {.address = "ada@example.org",
          .message_id = "<1@example.org>",
          .record = {task, std::move(run)},
          .environment_title = "PetDB",
          .cite = "Cite PetDB",
          .licence = "CC BY 4.0",
          .licence_url = "https://licence.example/by",
          .query_in_words = "Samples of PetDB where the material is glass.",
          .page_url = "https://x.example/exports/abcdefghijklmnopqrstuvwxyz?run=2",
          .file_url = "https://x.example/v1/exports/abcdefghijklmnopqrstuvwxyz/runs/2/file",
          .metadata_url = "https://x.example/v1/exports/abcdefghijklmnopqrstuvwxyz/metadata?run=2",
          .unsubscribe_url = "https://x.example/v1/unsubscribe/token"};
}

[[nodiscard]] inline Receipt empty_receipt() {
  return {.object = ObjectKey("a/b.csv.age"),
          .metadata_object = ObjectKey("a/b.json.age"),
          .sha256 = {},
          .data_version = {}};
}

[[nodiscard]] inline Notice ready_notice(const std::string& file_options = {}) {
  Run run = ended_run(Status::succeeded);
  run.expires_at = WallTime(std::chrono::milliseconds(1'702'000'000'000));
  run.receipt = empty_receipt();
  run.receipt->rows = 1'234'567;
  run.receipt->records = 1'000;
  run.receipt->columns = 40;
  run.receipt->bytes = 12'345'678;
  run.receipt->sha256 = std::string(64, 'a');
  run.receipt->data_version = "2026-11";
  return notice(std::move(run), file_options);
}

[[nodiscard]] inline Notice failed_notice(const RunError& error) {
  Run run = ended_run(Status::failed);
  run.error = error;
  run.attempts = {{1, {}, run.created_at, run.finished_at, RunError{"search_error", "the search did not answer"}},
                  {2, {}, run.created_at, run.finished_at, error}};
  return notice(std::move(run));
}

}  // namespace exportd::mail
