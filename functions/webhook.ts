import { startWebhook } from "../lib/function/webhook/start.ts";

/** What Lambda calls for the webhook's address. */
export const handler = startWebhook(process.env);
