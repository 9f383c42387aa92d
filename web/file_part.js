// The file of an export: what it is, the download, how to open it, how to cite it.
import { h, fill, facts } from "/page/dom.js";
import { ask } from "/page/api.js";
import { bytes, count, seconds, time } from "/page/numbers.js";
import { copyable, openingLines } from "/page/open_with.js";
import { words } from "/page/words.js";

const text = words.run;
const references_shown = 20;

// Behind our own host, whatever the links' host is called outside.
const local = (link) => {
  const url = new URL(link, location.href);
  return url.pathname + url.search;
};

function referenceList(references) {
  if (references.length === 0) return h("p", {}, text.noReferences);
  const entry = (one) => {
    const parts =
      one.title || one.authors
        ? [
            one.authors,
            one.year && `(${one.year}).`,
            one.title && `${one.title}.`,
            one.container,
            one.volume,
            one.pages,
          ]
            .filter(Boolean)
            .join(" ")
        : one.name;
    const doi = one.doi?.replace(/^(https?:\/\/(dx\.)?doi\.org\/|doi:)/i, "");
    return h(
      "li",
      {},
      parts || words.unknown,
      doi && /^10\.\S+$/.test(doi)
        ? [" ", h("a", { href: `https://doi.org/${encodeURI(doi)}`, rel: "noreferrer" }, `https://doi.org/${doi}`)]
        : null,
    );
  };
  const list = h("ol", {}, references.slice(0, references_shown).map(entry));
  if (references.length <= references_shown) return list;
  const more = h(
    "button",
    {
      type: "button",
      class: "small",
      onclick: () => {
        list.append(...references.slice(references_shown).map(entry));
        more.remove();
      },
    },
    text.moreReferences(count(references.length)),
  );
  return [list, more];
}

// Of the description (docs/file-formats.md): Dublin Core's and schema.org's names.
function referencesOf(description) {
  const text = (value) => (Array.isArray(value) ? value.join("; ") : value === undefined ? undefined : String(value));
  return (description["dc:references"] ?? []).map((one) => ({
    name: text(one["dc:bibliographicCitation"] ?? one["dc:identifier"]),
    title: text(one["dc:title"]),
    authors: text(one["dc:creator"]),
    year: text(one["dc:date"]),
    container: text(one["schema:isPartOf"]),
    volume: text(one["schema:volumeNumber"]),
    pages: text(one["schema:pagination"]),
    doi: text(one["schema:sameAs"]),
  }));
}

export function filePart(task, settings) {
  const { file, links } = task;
  const environment = settings.environments.find((one) => one.name === task.environment);
  const compression = new URLSearchParams(task.fileOptions).get("compression");
  const took = task.startedAt && task.finishedAt ? (new Date(task.finishedAt) - new Date(task.startedAt)) / 1000 : null;
  const link = links.file
    ? h("a", { class: "button main", href: local(links.file), download: file.name }, text.download(file.name))
    : null;
  const said = h("p", { class: "note", role: "status" });
  const references = h("div", {}, h("p", { class: "note" }, text.loading));
  const element = h(
    "div",
    {},
    h(
      "section",
      { class: "card" },
      link ? h("p", {}, link) : h("p", {}, text.expired),
      said,
      text.notified[task.notification] ? h("p", {}, text.notified[task.notification]) : null,
      h("h2", {}, text.facts),
      facts([
        [text.file.rows, count(file.rows)],
        [text.file.records, count(file.records)],
        [text.file.columns, count(file.columns)],
        [text.file.bytes, `${bytes(file.bytes)} (${count(file.bytes)} bytes)`],
        [text.file.type, words.optionValues[file.fileType] ?? file.fileType],
        [text.file.made, time(task.finishedAt)],
        [text.file.took, took === null ? null : seconds(took)],
        [text.file.expires, file.expiresAt ? time(file.expiresAt) : text.file.forever],
        [text.file.sha256, h("code", {}, file.sha256), true],
      ]),
    ),
    link
      ? h(
          "section",
          { class: "card" },
          h("h2", {}, text.open),
          openingLines({
            name: file.name,
            type: file.fileType,
            compression,
            address: new URL(links.file, location.href).href,
          }).map(([name, lines]) => copyable(name, lines)),
        )
      : null,
    h(
      "section",
      { class: "card" },
      h("h2", {}, text.cite),
      environment?.cite ? h("p", {}, environment.cite) : null,
      environment?.licence
        ? h(
            "p",
            {},
            `${text.licence}: `,
            /^https?:/.test(environment.licenceUrl)
              ? h("a", { href: environment.licenceUrl, rel: "noreferrer" }, environment.licence)
              : environment.licence,
          )
        : null,
      h("h3", {}, text.references),
      references,
      links.metadata ? h("p", {}, h("a", { href: local(links.metadata) }, text.metadata)) : null,
    ),
  );
  return {
    element,
    link,
    said,
    async fill() {
      try {
        fill(references, referenceList(referencesOf(await ask(local(links.metadata)))));
      } catch (problem) {
        fill(references, h("p", {}, problem.message));
      }
    },
  };
}
