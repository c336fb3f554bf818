import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { startReconciler } from "../lib/function/start.ts";

/** What Lambda calls: `index.handler` of the bundle. */
export const handler = await startReconciler(process.env, dirname(fileURLToPath(import.meta.url)));
