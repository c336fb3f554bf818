import type { Bucket } from "../../distribution.ts";

/**
 * The file that a new manifest is written to, below the folder of manifests: `shop.yaml`, `web/shop.yaml`,
 * `environment-3a4KbBQl/shop.yaml`. Every disk can hold it, and no part of this program takes it for something else.
 *
 * @param isTaken whether a file has the name already, for a disk that does not tell upper from lower case
 */
export function fileFor(bucket: Bucket, identifier: string, isTaken: (path: string) => boolean): string {
  const folder = folderOf(bucket);
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

function folderOf(bucket: Bucket): string {
  switch (bucket.scope) {
    case "WORKSPACE":
      return "";
    case "PROJECT":
      return `${safe(bucket.project, "project")}/`;
    case "ENVIRONMENT":
      return `${safe(`environment-${bucket.environmentId}`, "environment")}/`;
    default:
      return bucket satisfies never;
  }
}

/** What begins with a dot is not read, and a folder that is called like a manifest is a problem. */
function safe(name: string, prefix: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9_-]/g, "_").slice(0, LONGEST);
  return RESERVED.test(plain) ? `${prefix}-${plain}` : plain;
}

const LONGEST = 100;
