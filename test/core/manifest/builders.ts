import type { Problem } from "../../../lib/core/domain/problem.ts";
import { readManifests } from "../../../lib/core/manifest/read.ts";

const utf8 = new TextEncoder();

export function file(text: string, path = "shop.yaml") {
  return { path, content: utf8.encode(text) };
}

/** A valid manifest with overrides, as the text of a file: JSON is YAML. */
export function manifest(overrides: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ identifier: "shop", scope: "WORKSPACE", ...overrides });
}

export function route(overrides: Readonly<Record<string, unknown>> = {}) {
  return { domain: "example.com", type: "DIRECT_PROXY", targets: { Default: external() }, ...overrides };
}

export function external(external_url = "https://backend.example.com") {
  return { type: "EXTERNAL", external_url };
}

export function withRoute(overrides: Readonly<Record<string, unknown>>): string {
  return manifest({ routes: [route(overrides)] });
}

/** The problems of one file. */
export function problemsOf(text: string): readonly Problem[] {
  return readManifests([file(text)]).problems;
}

export function codesOf(text: string): readonly string[] {
  return problemsOf(text).map(({ code }) => code);
}

/** `3:5 CODE`: where a problem is, and what. */
export function placesOf(text: string): readonly string[] {
  return problemsOf(text).map(({ line, column, code }) => `${line}:${column} ${code}`);
}
