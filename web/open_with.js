// How to open the file: lines to copy.
import { h, say } from "/page/dom.js";
import { words } from "/page/words.js";

// The lines by program, for a file of that name, type, compression and address.
export function openingLines({ name, type, compression, address }) {
  const packed = compression === "zstd" ? "zstd" : compression;
  const lines = [];
  const pandas = { csv: "read_csv", json: "read_json", ndjson: "read_json" }[type] ?? "read_csv";
  const more = type === "ndjson" ? ", lines=True" : type === "csv" ? ", low_memory=False" : "";
  const how = packed && packed !== "none" ? `, compression="${packed}"` : "";
  lines.push([words.run.lines.pandas, `import pandas as pd\ndata = pd.${pandas}("${name}"${more}${how})`]);
  // R reads gzip by itself, and knows nothing of Zstandard.
  const plain = packed === "zstd" ? name.replace(/\.zst$/, "") : name;
  const read = {
    csv: `data <- read.csv("${plain}", check.names = FALSE)`,
    json: `data <- jsonlite::fromJSON("${plain}")`,
    ndjson: `data <- jsonlite::stream_in(file("${plain}"))`,
  }[type];
  lines.push([words.run.lines.r, plain === name ? read : `# unpack it first: zstd -d ${name}\n${read}`]);
  if (type === "csv")
    lines.push([
      words.run.lines.excel,
      !packed || packed === "none"
        ? `Data > From Text/CSV > ${name} > File origin: 65001 Unicode (UTF-8)`
        : `Unpack ${name}, then Data > From Text/CSV > File origin: 65001 Unicode (UTF-8)`,
    ]);
  lines.push(["curl", `curl -OJ "${address}"`]);
  return lines;
}

export function copyable(name, lines) {
  const button = h(
    "button",
    {
      type: "button",
      class: "small",
      onclick: async () => {
        try {
          await navigator.clipboard.writeText(lines);
          say(words.copied);
          button.firstChild.textContent = words.copied;
        } catch {
          say(words.copyFailed);
        }
      },
    },
    h("span", {}, words.copy),
    h("span", { class: "unseen" }, ` ${name}`),
  );
  return h(
    "div",
    { class: "copyable" },
    h("div", { class: "bar" }, h("h3", {}, name), button),
    h("pre", { tabindex: 0, role: "region", "aria-label": name }, lines),
  );
}
