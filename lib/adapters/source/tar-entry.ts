import type { Header } from "tar-stream";
import { cite } from "../../core/manifest/cite.ts";
import { MAX_BYTES, textFault } from "../../core/manifest/text.ts";
import type { Problem } from "../../core/problem.ts";
import { SourceError } from "../../ports.ts";
import { IGNORED, MANIFEST, pathFault } from "./manifest-path.ts";
import { large, link, notAFile, unprintable } from "./problems.ts";

/** What an entry of an archive is to us. */
export type TarEntry =
  | { readonly kind: "manifest"; readonly path: string }
  | { readonly kind: "problem"; readonly problem: Problem }
  | { readonly kind: "nothing" };

const NOTHING: TarEntry = { kind: "nothing" };

/**
 * Tells what the entries of one archive are, one after the other. Paths are those in the archive's one top folder.
 * @param folder what is wanted, below the top folder; "" is that folder itself
 * @param shown what people call the archive
 */
export function entrySorter({
  folder,
  shown,
}: {
  readonly folder: string;
  readonly shown: string;
}): (header: Header) => TarEntry {
  let top: string | undefined;
  const seen = new Set<string>();

  /** The path of an entry in the top folder, "" for that folder itself. */
  function pathOf({ name, type }: Header): string {
    const [first = "", ...rest] = name.replace(/\/$/, "").split("/");
    if ([first, ...rest].some((part) => part === "" || part === "." || part === ".."))
      throw odd(shown, `holds the path ${cite(name)}, which does not lead into it`);
    top ??= first;
    if (first !== top || (rest.length === 0 && type !== "directory"))
      throw odd(shown, `holds ${cite(name)}, which is not in its top folder`);
    return rest.join("/");
  }

  return (header) => {
    const path = pathOf(header);
    if (path === folder) return checkFolder(header, path, shown);
    const inner = innerPath(path, folder);
    if (inner === undefined || inner.split("/").some((part) => IGNORED.test(part))) return NOTHING;
    if (seen.has(path)) throw odd(shown, `holds ${cite(path)} twice`);
    seen.add(path);
    return judge(header, path, shown);
  };
}

/** As the walk through a folder on disk judges what it finds. */
function judge({ type, size }: Header, path: string, shown: string): TarEntry {
  const named = MANIFEST.test(path);
  const isLink = type === "symlink" || type === "link";
  if (!named && !isLink) return NOTHING;
  if (textFault(path) !== undefined) return { kind: "problem", problem: unprintable(cite(path)) };
  if (isLink) return { kind: "problem", problem: link(path) };
  if (type !== "file" && type !== "contiguous-file") return { kind: "problem", problem: notAFile(path) };
  const fault = pathFault(path);
  if (fault !== undefined) throw odd(shown, `holds ${cite(path)}: the path ${fault}`);
  return size > MAX_BYTES ? { kind: "problem", problem: large(path, size) } : { kind: "manifest", path };
}

function checkFolder({ type }: Header, folder: string, shown: string): TarEntry {
  if (type === "directory") return NOTHING;
  throw new SourceError(
    `in ${shown}, ${cite(folder)} is ${type === "symlink" ? "a symbolic link" : "not a folder"}: \
name the folder that holds the manifests`,
  );
}

function innerPath(path: string, folder: string): string | undefined {
  if (folder === "") return path;
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
}

function odd(shown: string, what: string): SourceError {
  return new SourceError(
    `the archive of ${shown} ${what}: rename it there, or publish releases from CI instead`,
  );
}
