import { ACCESS_LEVELS } from "../domain/distribution.ts";

/** What the schemas of a manifest and of Buddy's own dialect share. Descriptions are what editors show. */

/** Buddy: "Alphanumeric characters, underscores, and hyphens (hyphens cannot appear at the start or end)". */
export const IDENTIFIER = {
  type: "string",
  maxLength: 100,
  pattern: "^[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?$",
} as const;

/** A part of a path in Buddy's API. Encoding would not do: `..` stays `..`, and addresses are resolved. */
export const REFERENCE = {
  type: "string",
  maxLength: 255,
  pattern: "^(?!\\.{1,2}$)[^\\s/\\\\%?#]+$",
} as const;

/** A text that people read: not empty, no blanks at its ends. */
export const TEXT = { type: "string", maxLength: 255, pattern: "^\\S(?:.*\\S)?$" } as const;

export const EMAIL = { type: "string", maxLength: 255, pattern: "^[^\\s@]+@[^\\s@]+$" } as const;

export const ACCESS_LEVEL = { enum: ACCESS_LEVELS } as const;

/** The newer names, then the older ones of the first two. */
export const ROUTE_TYPES = [
  "DIRECT_PROXY",
  "CACHED_PROXY",
  "REDIRECT",
  "CLOAKING",
  "PROXY_NO_CACHE",
  "PROXY",
] as const;

export const DISTRIBUTION_NAME = {
  ...TEXT,
  description: "The name that Buddy shows. Default when it is created: the identifier.",
} as const;

export const DISABLED = {
  type: "boolean",
  description:
    "Whether the distribution is switched off. Absent: not managed, and enabled when it is created.",
} as const;

export const DOMAIN = {
  type: "string",
  maxLength: 253,
  description: "The whole zone as Buddy lists it, never split: example.com, or my-app.example.dev.",
} as const;

export const SUBDOMAIN = {
  type: "string",
  maxLength: 253,
  description: "A name inside the domain: www. Default: the domain itself.",
} as const;

export const PATH = {
  type: "string",
  maxLength: 2048,
  description: "The path that the route answers on, beginning with a slash. Default: /, which is every path.",
} as const;

export const EXTERNAL_ADDRESS = {
  type: "string",
  maxLength: 2048,
  description:
    "https://backend.example.com, or a host with or without port and path: backend.example.com:8080/app.",
} as const;

export const OTHERS = {
  ...ACCESS_LEVEL,
  description: "The access of everybody who is not named. Absent: not managed.",
} as const;

export const MAX_ROUTES = 100;
