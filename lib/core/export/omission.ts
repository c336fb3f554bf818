import { describeScope, type Scope } from "../domain/distribution.ts";

/** Why something that is live is in no manifest after an export; each word is stable and machine-readable. */
const OMISSION_REASONS = [
  "no-identifier", // it was made without one, and a manifest is found by it
  "ambiguous", // several in its scope have the identifier
  "identifier-case", // another in its scope differs only in upper and lower case
  "awaits-rename", // a manifest says that this was its identifier before
  "duplicate-route", // another distribution answers the same requests
  "not-sayable", // it has something that no manifest can say
  "holds-token", // it has the token in it, which is written to no file
  "no-domain", // it has routes without a domain, which answer for no host; its other routes are written
  "not-editable", // its manifest is written in a way that could not be edited
  "lookup-failed", // users, groups or environments that manifests name could not be looked up
  "unreadable", // it could not be read
  "scope-unreadable", // the list of its scope could not be read
  "not-found", // it was asked for by name, and is not live
] as const;
export type OmissionReason = (typeof OMISSION_REASONS)[number];

/** Something that is live and was not written: nothing is lost silently. */
export type Omission = {
  readonly identifier: string;
  /** The scope for people. */
  readonly where: string;
  readonly id?: string;
  /** `distribution`: there is no manifest of it; else the part of it that its manifest leaves open. */
  readonly part: Part | "distribution";
  readonly reason: OmissionReason;
  readonly detail: string;
};

/** What an omission says of the distribution that it is about. */
export function omittedFrom(
  scope: Scope,
  { id, identifier, name }: { readonly id: string; readonly identifier?: string; readonly name: string },
): Pick<Omission, "identifier" | "where" | "id"> {
  return { identifier: identifier ?? name, where: describeScope(scope), id };
}

/** What of a distribution a manifest says or leaves out, each by itself. */
export const PARTS = ["name", "disabled", "others", "users", "groups", "routes"] as const;
export type Part = (typeof PARTS)[number];
