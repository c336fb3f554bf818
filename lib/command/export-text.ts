import { printable } from "../core/domain/wording.ts";
import type { Export, ExportedFile } from "../core/export/export.ts";
import type { Omission } from "../core/export/omission.ts";
import type { WorkspaceIdentity } from "../core/plan/plan.ts";
import { count, type Style } from "../core/report/style.ts";

/** What an export did, or would do. */
export type Account = {
  readonly workspace: WorkspaceIdentity;
  readonly dryRun: boolean;
  readonly exported: Export;
  readonly notices: readonly string[];
};

/** Each file, what is in none, and for a dry run the text that would be written. */
export function renderExport({ workspace, dryRun, exported, notices }: Account, style: Style): string {
  const { files, omissions } = exported;
  const sections = [
    `${style.strong(workspace.name)} on ${workspace.api}`,
    notices.map((notice) => `${style.warn("note:")} ${printable(notice)}`).join("\n"),
    files.flatMap((file) => renderFile(file, style)).join("\n"),
    omissions.map((one) => renderOmission(one, style)).join("\n"),
    ...(dryRun ? files.flatMap((file) => textOf(file, style)) : []),
    `${style.strong(dryRun ? "Would export:" : "Exported:")} ${summaryOf(exported)}.`,
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

/** 6: something was exported, and something was not; 1: only the latter. */
export function exitCodeOfExport({ files, omissions }: Export): number {
  if (omissions.every(({ reason }) => reason === "awaits-rename")) return 0;
  return files.length === 0 ? 1 : 6;
}

function renderFile({ path, state, distributions }: ExportedFile, style: Style): readonly string[] {
  return distributions.map(({ identifier, where, changes }) => {
    const who = `${printable(identifier)}  (${printable(where)})`;
    if (state === "new") return `${style.create("+")} ${path}  ${who}`;
    return changes.length === 0
      ? `= ${path}  ${who}`
      : `${style.warn("~")} ${path}  ${who}  ${printable(changes.join(", "))}`;
  });
}

function renderOmission({ identifier, where, id, part, reason, detail }: Omission, style: Style): string {
  const who = `${printable(identifier)}  (${printable(where)}${id === undefined ? "" : `, id ${printable(id)}`})`;
  const what = part === "distribution" || reason === "no-domain" ? "" : `${part} left open, `;
  return `${style.bad("!")} ${who}  ${what}${style.bad(reason)}: ${printable(detail)}`;
}

function textOf({ path, state, text }: ExportedFile, style: Style): readonly string[] {
  return state === "unchanged" ? [] : [`${style.faint(`--- ${path}`)}\n${text.trimEnd()}`];
}

function summaryOf({ files, omissions }: Export): string {
  const number = (state: ExportedFile["state"]) => files.filter((file) => file.state === state).length;
  const parts = [
    count(number("new"), "new file"),
    `${number("changed")} changed`,
    `${number("unchanged")} as it is`,
    ...(omissions.length === 0 ? [] : [`${omissions.length} left out, whole or in part`]),
  ];
  return parts.join(", ");
}
