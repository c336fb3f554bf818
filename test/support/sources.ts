import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { parseSync } from "oxc-parser";

/**
 * The sources of the project as data: what a file imports, what it exports and which names it uses. A parser reads them, so
 * that a string, a comment or an unusual line break cannot pass for an import.
 */
export type Source = {
  /** From the root of the repository: `lib/ports.ts`. */
  readonly path: string;
  readonly lines: number;
  /** `npm run generate` writes this file. */
  readonly isGenerated: boolean;
  readonly imports: readonly Import[];
  /** The names of its exports, each once. A type and a value of one name are one export. */
  readonly exports: readonly string[];
  readonly identifiers: readonly Identifier[];
  /** The text in which spaces stand for comments and for the contents of strings. Positions stay as they are. */
  readonly code: string;
};

export type Import = {
  readonly specifier: string;
  /** One of our files by its path from the root, a package by its specifier. */
  readonly target: string;
  /** `type` disappears when the file is compiled. `dynamic` is loaded when the program gets there. */
  readonly kind: "value" | "type" | "dynamic";
};

type Identifier = {
  readonly name: string;
  /**
   * A key in an object literal and a name after a dot can belong to a package or to JavaScript. All other names are
   * given in the file itself.
   */
  readonly canBeForeign: boolean;
};

/** All TypeScript files below the folders, ordered by path. */
export function readSources(folders: readonly string[]): readonly Source[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .toSorted()
      .map((name) => parseSource(posix.join(folder, name), readFileSync(`${folder}/${name}`, "utf8"))),
  );
}

export function parseSource(path: string, text: string): Source {
  const { program, comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`);
  const statements: readonly unknown[] = program.body;
  const specifiers: Pick<Import, "specifier" | "kind">[] = [];
  const identifiers: Identifier[] = [];
  const blanks: Span[] = [...comments];
  visit(program, undefined, "", (node, parent, key) => {
    const found = importIn(path, node);
    if (found !== undefined) specifiers.push(found);
    if (typeof node.name === "string" && /^(?:Private)?Identifier$/.test(node.type)) {
      identifiers.push({ name: node.name, canBeForeign: canBeForeign(parent, key) });
    }
    if (isText(node)) blanks.push(node);
  });
  return {
    path,
    lines: text.split("\n").length - (text.endsWith("\n") ? 1 : 0),
    isGenerated: path.endsWith(".generated.ts"),
    imports: specifiers.map((one) => ({ ...one, target: targetOf(path, one.specifier) })),
    exports: [...new Set(statements.filter(isNode).flatMap(exportedNames))],
    identifiers,
    code: blanked(text, blanks),
  };
}

type Span = { readonly start: number; readonly end: number };
type Node = Span & { readonly type: string; readonly [key: string]: unknown };

function visit(
  value: unknown,
  parent: Node | undefined,
  key: string,
  enter: (node: Node, parent: Node | undefined, key: string) => void,
): void {
  if (Array.isArray(value)) {
    for (const one of value) visit(one, parent, key, enter);
    return;
  }
  if (!isNode(value)) return;
  // In a shorthand property, key and value are one name in the text.
  const isRepeated = parent?.shorthand === true && key === "key";
  if (isRepeated) return;
  enter(value, parent, key);
  for (const [name, child] of Object.entries(value)) visit(child, value, name, enter);
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

function importIn(path: string, node: Node): Pick<Import, "specifier" | "kind"> | undefined {
  switch (node.type) {
    case "ImportDeclaration":
      return { specifier: textOf(path, node.source), kind: kindOf(node.importKind) };
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration":
      return isNode(node.source)
        ? { specifier: textOf(path, node.source), kind: kindOf(node.exportKind) }
        : undefined;
    case "TSImportType":
      return { specifier: textOf(path, node.source), kind: "type" };
    case "ImportExpression":
      return { specifier: textOf(path, node.source), kind: "dynamic" };
    default:
      return undefined;
  }
}

function kindOf(value: unknown): "type" | "value" {
  return value === "type" ? "type" : "value";
}

function textOf(path: string, node: unknown): string {
  if (isNode(node) && typeof node.value === "string") return node.value;
  throw new Error(`${path} imports something whose name is computed, so that nobody can say what it imports`);
}

function targetOf(path: string, specifier: string): string {
  return specifier.startsWith(".") ? posix.join(posix.dirname(path), specifier) : specifier;
}

function canBeForeign(parent: Node | undefined, key: string): boolean {
  if (parent === undefined || parent.computed === true) return false;
  switch (parent.type) {
    case "MemberExpression":
      return key === "property";
    case "Property":
      return key === "key";
    case "TSQualifiedName":
      return key === "right";
    case "ImportSpecifier":
      return key === "imported";
    default:
      return false;
  }
}

function exportedNames(statement: Node): readonly string[] {
  switch (statement.type) {
    case "ExportDefaultDeclaration":
      return ["default"];
    case "ExportAllDeclaration":
      return isNode(statement.exported) ? namesIn(statement.exported) : [];
    case "ExportNamedDeclaration":
      return [...declaredNames(statement.declaration), ...listedNames(statement.specifiers)];
    default:
      return [];
  }
}

function declaredNames(declaration: unknown): readonly string[] {
  if (!isNode(declaration)) return [];
  const { declarations, id } = declaration;
  if (!Array.isArray(declarations)) return namesIn(id);
  return declarations.flatMap((one) => (isNode(one) ? namesIn(one.id) : []));
}

function listedNames(specifiers: unknown): readonly string[] {
  if (!Array.isArray(specifiers)) return [];
  return specifiers.flatMap((one) => (isNode(one) ? namesIn(one.exported) : []));
}

/** The names that a pattern binds: `{ a, b: [c], ...d }` binds a, c and d. */
function namesIn(pattern: unknown): readonly string[] {
  if (!isNode(pattern)) return [];
  switch (pattern.type) {
    case "Identifier":
      return [String(pattern.name)];
    case "Literal":
      return [String(pattern.value)];
    case "ObjectPattern":
      return [pattern.properties].flat().flatMap(namesIn);
    case "ArrayPattern":
      return [pattern.elements].flat().flatMap(namesIn);
    case "Property":
      return namesIn(pattern.value);
    case "AssignmentPattern":
      return namesIn(pattern.left);
    case "RestElement":
      return namesIn(pattern.argument);
    default:
      return [];
  }
}

function isText(node: Node): boolean {
  return (
    node.type === "TemplateElement" ||
    (node.type === "Literal" && (typeof node.value === "string" || "regex" in node))
  );
}

function blanked(text: string, spans: readonly Span[]): string {
  let blank = "";
  let at = 0;
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    blank += text.slice(at, start) + text.slice(start, end).replaceAll(/[^\n]/g, " ");
    at = end;
  }
  return blank + text.slice(at);
}
