/** One word of the glossary, with the words that no name may contain, since they mean nothing else here. */
export type Term = { readonly word: string; readonly never: readonly string[] };

/** Reads the table whose columns are `word`, `means`, `not` and `never`. Words in a cell are separated by commas. */
export function readGlossary(markdown: string): readonly Term[] {
  const [head = [], , ...rows] = markdown
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim()),
    );
  const [word, never] = [head.indexOf("word"), head.indexOf("never")];
  if (word < 0 || never < 0) throw new Error("the glossary has no columns `word` and `never`");
  return rows.map((row) => ({
    word: row[word] ?? "",
    never: (row[never] ?? "")
      .split(",")
      .map((one) => one.trim())
      .filter((one) => one !== ""),
  }));
}

/** `parseHTTPAnswer2`, `PARSE_HTTP` and `parse-http` are made of the words parse and http. */
export function wordsIn(name: string): readonly string[] {
  return (name.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+/gu) ?? []).map((word) => word.toLowerCase());
}

/** Whether a name contains the word, or the words one after the other; the last may stand in the plural. */
export function contains(name: string, never: string): boolean {
  const words = ` ${wordsIn(name).join(" ")} `;
  return [never, `${never}s`, `${never}es`, never.replace(/y$/, "ies")].some((form) =>
    words.includes(` ${form} `),
  );
}
