import { Document, isMap, isNode, isSeq, type Scalar, visit } from "yaml";
import type { PlainMap } from "../plain.ts";

type Plain = PlainMap[string];

/** The text of a new file with one manifest. What comments hold of Buddy's texts has to be fit for that: see `cite`. */
export function renderManifest(
  manifest: PlainMap,
  { head, above }: { readonly head: readonly string[]; readonly above: readonly Note[] },
): string {
  const document = documentOf(manifest);
  for (const { path, text } of above) comment(document.getIn(path, true), text);
  return `${head.map((line) => `# ${line}\n`).join("")}${textOf(document)}`;
}

/** A comment above an entry of a list: whose id is whose. */
export type Note = { readonly path: readonly (string | number)[]; readonly text: string };

/** A mapping or a list as lines of their own; with a comment above the first entry. */
export function renderYamlBlock(value: Plain, note?: string): string {
  const document = documentOf(value);
  if (note !== undefined && isSeq(document.contents)) comment(document.contents.items[0], note);
  return textOf(document);
}

/** A value on one line, as it may stand between brackets; a text in these quotes, where it can. */
export function renderYamlFlow(value: Plain, quotes?: Scalar.Type): string {
  const document = documentOf([value]);
  visit(document, {
    Collection: (_, node) => {
      node.flow = true;
    },
    Scalar: (_, node) => {
      if (quotes !== undefined && typeof node.value === "string") node.type = quotes;
    },
  });
  return textOf(document).slice("[ ".length, -" ]\n".length);
}

/** Texts that only YAML 1.1 takes for something else are quoted too: other programs may read the file. */
function documentOf(value: Plain): Document {
  const document = new Document(value, { compat: "yaml-1.1" });
  visit(document, {
    Map: (_, node) => {
      // One line for what nearly every target is.
      if (node.get("type") === "EXTERNAL" || node.get("endpoint") === "EXTERNAL") node.flow = true;
    },
  });
  return document;
}

function comment(node: unknown, text: string): void {
  if (isNode(node) && isMap(node)) node.commentBefore = ` ${text}`;
}

function textOf(document: Document): string {
  return document.toString({ lineWidth: 0 });
}
