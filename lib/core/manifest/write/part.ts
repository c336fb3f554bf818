/** What of a distribution a manifest says or leaves out, each by itself. */
export const PARTS = ["name", "disabled", "others", "users", "groups", "routes"] as const;
export type Part = (typeof PARTS)[number];
