import { readSources } from "../support/sources.ts";
import { type Circle, type Shape, shapeOf } from "./shape.ts";

/** `npm run shape`, or `npm run --silent shape -- --json`: measures, prints, and judges nothing: it ends with 0. */
const measured = shapeOf(readSources(["lib", "bin", "functions"]));
process.stdout.write(
  process.argv.includes("--json") ? `${JSON.stringify(measured, null, 2)}\n` : renderShape(measured),
);

function renderShape(shape: Shape): string {
  return [
    `files in lib, without generated files: ${shape.files}`,
    `lines: ${shape.lines}`,
    `median file: ${shape.median} lines`,
    `largest file: ${shape.largest.lines} lines, ${shape.largest.path}`,
    "",
    ...list(
      "exported names that stand in two files (must be 0)",
      shape.repeatedNames.map(({ name, files }) => `${name}: ${files.join(", ")}`),
    ),
    ...list("circles of files (must be 0)", shape.fileCircles.map(renderCircle)),
    ...list("circles of folders (must be 0)", shape.folderCircles.map(renderCircle)),
    ...list(
      "files under 80 lines with one importer beside them",
      shape.smallFiles.map(
        ({ path, lines, importer }) => `${path} (${lines} lines), imported by ${importer}`,
      ),
    ),
    ...list("files that apply walks through", shape.applyFiles),
    ...list(
      "folders",
      shape.folders.map(({ folder, files, lines }) => `${folder}: ${counted(files, "file")}, ${lines} lines`),
    ),
  ].join("\n");
}

function renderCircle({ members, path, imports }: Circle): string {
  return [members.join(", "), path.join(" -> "), ...imports].join("\n    ");
}

function list(title: string, items: readonly string[]): readonly string[] {
  return [`${title}: ${items.length}`, ...items.map((item) => `  ${item}`), ""];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
