import type { Scope } from "../../distribution.ts";

/**
 * The file that a new manifest is written to, below the folder of manifests: `shop.yaml`, `web/shop.yaml`,
 * `environment-3a4KbBQl/shop.yaml`. Every disk can hold it, and no part of this program takes it for something else.
 *
 * @param isTaken whether a file has the name already, for a disk that does not tell upper from lower case
 */
export function fileFor(scope: Scope, identifier: string, isTaken: (path: string) => boolean): string {
  const folder = folderOf(scope);
  const name = RESERVED.test(identifier) ? `distribution-${identifier}` : identifier;
  for (let number = 1; ; number += 1) {
    const path = `${folder}${name}${number === 1 ? "" : `-${number}`}.yaml`;
    if (!isTaken(path)) return path;
  }
}

/** What tells paths apart on a disk that does not tell upper from lower case. */
export function foldedPath(path: string): string {
  return path.normalize("NFC").toLowerCase();
}

/** Device names of Windows, and what is no manifest below the folder of manifests: holds, approvals, what is not looked at. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d|holds|approvals|node_modules)$/i;

function folderOf(scope: Scope): string {
  switch (scope.kind) {
    case "workspace":
      return "";
    case "project":
      return `${safe(scope.project, "project")}/`;
    case "environment":
      return `${safe(`environment-${scope.environmentId}`, "environment")}/`;
    default:
      return scope satisfies never;
  }
}

/** What begins with a dot is not read, and a folder that is called like a manifest is a problem. */
function safe(name: string, prefix: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9_-]/g, "_").slice(0, LONGEST);
  return RESERVED.test(plain) ? `${prefix}-${plain}` : plain;
}

const LONGEST = 100;
