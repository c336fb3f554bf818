import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The folder of this package: the nearest one with a package.json above a module, which may be among the sources or in `dist/`.
 * @throws Error when there is none, as where the module was bundled into a file of somebody else
 */
export function packageFolder(module: string = import.meta.url): string {
  const start = dirname(fileURLToPath(module));
  let folder = start;
  while (!existsSync(join(folder, "package.json"))) {
    const parent = dirname(folder);
    if (parent === folder) {
      throw new Error(
        `distro-sync does not find its own files: there is no package.json in ${start} or above it. ` +
          "Leave distro-sync in node_modules, and do not bundle it",
      );
    }
    folder = parent;
  }
  return folder;
}
