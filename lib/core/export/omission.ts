import { describeScope, type Scope } from "../domain/distribution.ts";

/** Why an export left out something that is live. Programs read these words: they are stable. */
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

/** Something that is live and that an export did not write. Every such thing is listed. */
export type Omission = {
  readonly identifier: string;
  /** The scope for people. */
  readonly where: string;
  readonly id?: string;
  /** `distribution` when it has no manifest, else the part that its manifest lacks. */
  readonly part: ManifestPart | "distribution";
  readonly reason: OmissionReason;
  readonly detail: string;
};

/** The keys of an omission that name its distribution. */
export function omittedFrom(
  scope: Scope,
  { id, identifier, name }: { readonly id: string; readonly identifier?: string; readonly name: string },
): Pick<Omission, "identifier" | "where" | "id"> {
  return { identifier: identifier ?? name, where: describeScope(scope), id };
}

/** The parts of a distribution that a manifest can have or lack independently of each other. */
export const MANIFEST_PARTS = ["name", "disabled", "others", "users", "groups", "routes"] as const;
export type ManifestPart = (typeof MANIFEST_PARTS)[number];
