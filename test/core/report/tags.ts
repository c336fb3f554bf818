import type { Style } from "../../../lib/core/report/style.ts";

/** Shows what is set off, and how. */
export const TAGS: Style = {
  create: (text) => `<create>${text}</create>`,
  warn: (text) => `<warn>${text}</warn>`,
  bad: (text) => `<bad>${text}</bad>`,
  strong: (text) => `<strong>${text}</strong>`,
  faint: (text) => `<faint>${text}</faint>`,
};

/** What could move the cursor or hide text; lines have to end. */
export const INVISIBLE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
