import { compareProblems, type Problem } from "../../core/problem.ts";
import { type Source, SourceError, type SourceFile } from "../../ports.ts";
import { DISK, type Disk, type Look } from "./disk.ts";
import { collisions, unreadable } from "./problems.ts";
import { type Spot, walk } from "./walk.ts";

/**
 * The `.yaml` and `.yml` files of a folder and of the folders in it. What begins with a dot and `node_modules` is not
 * looked at, and no link is followed. `shownAs` is how problems call the folder.
 */
export function directorySource(
  root: string,
  { shownAs = root, disk = DISK }: { readonly shownAs?: string; readonly disk?: Disk } = {},
): Source {
  return {
    read: async () => {
      const names = await namesOf(root, disk);
      const walked = await walk({ path: root, shown: shownAs.replace(/\/+$/, "") }, names, disk);
      const { files, problems } = await readAll(walked.manifests, disk);
      const all = [
        ...walked.problems,
        ...collisions(walked.manifests.map(({ shown }) => shown)),
        ...problems,
      ];
      if (files.length === 0 && all.length === 0) {
        throw new SourceError(
          `${root} holds no manifest: add a .yaml file, with [] in it when nothing is wanted`,
        );
      }
      return { files, problems: all.toSorted(compareProblems) };
    },
  };
}

/** Absence and emptiness are no answer: everything that is owned would then be unwanted. */
async function namesOf(root: string, disk: Disk): Promise<readonly string[]> {
  let look: Look;
  try {
    look = await disk.look(root);
    if (look.kind === "folder") return await disk.names(root);
  } catch (cause) {
    const missing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    throw new SourceError(
      missing
        ? `the folder ${root} does not exist: make it, or correct \`manifests\` in the configuration`
        : `the folder ${root} cannot be read: give this program the right to read it`,
      { cause },
    );
  }
  const what = look.kind === "link" ? "a symbolic link" : "not a folder";
  throw new SourceError(`${root} is ${what}: name the folder that holds the manifests`);
}

const AT_ONCE = 32;

async function readAll(
  manifests: readonly Spot[],
  disk: Disk,
): Promise<{ readonly files: readonly SourceFile[]; readonly problems: readonly Problem[] }> {
  const files: SourceFile[] = [];
  const problems: Problem[] = [];
  for (let at = 0; at < manifests.length; at += AT_ONCE) {
    const some = manifests.slice(at, at + AT_ONCE);
    const contents = some.map(async ({ path, shown }) => {
      try {
        return { path: shown, content: await disk.content(path) };
      } catch (error) {
        return unreadable(shown, error);
      }
    });
    for (const read of await Promise.all(contents)) {
      if ("content" in read) files.push(read);
      else problems.push(read);
    }
  }
  return { files, problems };
}
