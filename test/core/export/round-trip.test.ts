import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import {
  ACCESS_LEVELS,
  type Actual,
  type ActualRoute,
  type Desired,
  distributionKey,
  type LiveTarget,
  normaliseAddress,
  type Scope,
} from "../../../lib/core/domain/distribution.ts";
import { compareText } from "../../../lib/core/domain/order.ts";
import { compareManifest } from "../../../lib/core/export/edit-file.ts";
import { type Export, exportManifests } from "../../../lib/core/export/export.ts";
import { readManifests } from "../../../lib/core/manifest/read.ts";
import type { File } from "../../../lib/core/yaml/parse.ts";
import { tries } from "../../support/property.ts";

/** Values as Buddy may have them: mostly such as a manifest can say, and now and then one that it cannot. */
const identifier = fc.oneof(
  { weight: 12, arbitrary: fc.stringMatching(/^[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,6}[A-Za-z0-9_])?$/) },
  {
    weight: 2,
    arbitrary: fc.constantFrom("con", "holds", "Shop", "shop", "123", "null", "1e3", "true", "on"),
  },
  { weight: 1, arbitrary: fc.constantFrom("-shop", "with blank", "a.b", "ä") },
);
const id = fc.stringMatching(/^[A-Za-z0-9]{8}$/);
const text = fc.oneof(
  { weight: 4, arbitrary: fc.stringMatching(/^[A-Za-z0-9.,:;{}[\]#&*!|>'"%@`?=-]{1,20}$/) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }) },
);
const address = fc.oneof(
  { weight: 6, arbitrary: fc.webUrl() },
  { weight: 3, arbitrary: fc.domain() },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "http://localhost:3000",
      "ftp://x.example.com",
      "http://a b",
      "10.0.0.1:80/app",
    ),
  },
);
const target: fc.Arbitrary<LiveTarget> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant("EXTERNAL"), external_url: address }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant("TUNNEL"), tunnel: fc.record({ id: text, tunnel_id: text }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant("SANDBOX"), sandbox: fc.record({ id: text, endpoint: text }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant("ARTIFACT"),
      artifact: fc.record({ id: text, version: text }, { requiredKeys: ["id"] }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<LiveTarget>({ type: "EDGE", edge: { id: 1 } }, { type: "EXTERNAL" }, {}),
  },
);
const targets = fc
  .tuple(
    target,
    fc.dictionary(fc.constantFrom("COUNTRY-PL", "CONTINENT-Europe", "COUNTRY-QQ"), target, { maxKeys: 2 }),
  )
  .map(([byDefault, regions]) => ({ ...regions, Default: byDefault }));
const route: fc.Arbitrary<ActualRoute> = fc
  .record({
    id,
    domain: fc.constantFrom("example.com", "example.org", "my-app.example.dev", "xn--bcher-kva.example"),
    subdomain: fc.oneof(fc.constantFrom("", "www", "*", "a.b", "_dmarc"), fc.stringMatching(/^[a-z]{1,3}$/)),
    path: fc.oneof(
      fc.constant("/"),
      fc.stringMatching(/^\/[a-z]{1,4}$/),
      fc.constantFrom("/a b", "/%zz", "/a//b"),
    ),
    type: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom("DIRECT_PROXY", "CACHED_PROXY", "REDIRECT", "CLOAKING") },
      { weight: 1, arbitrary: fc.constantFrom("EDGE", "") },
    ),
    targets,
  })
  .map((raw) => ({ ...raw, ...normaliseAddress(raw) }));
const grant = fc.record({
  id: fc.integer({ min: 1, max: 9 }),
  access_level: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom<string>(...ACCESS_LEVELS) },
    { weight: 1, arbitrary: fc.constant("OWNER") },
  ),
});
const permissions = fc.record(
  {
    others: fc.constantFrom<string>(...ACCESS_LEVELS, "OWNER"),
    users: fc.array(grant, { maxLength: 3 }),
    groups: fc.array(grant, { maxLength: 3 }),
  },
  { requiredKeys: [] },
);
const scope: fc.Arbitrary<Scope> = fc.constantFrom<Scope>(
  { kind: "workspace" },
  { kind: "project", project: "web" },
  { kind: "project", project: "Web" },
  { kind: "project", project: "żółw.yaml" },
  { kind: "environment", environmentId: "3a4KbBQl" },
);
const actual: fc.Arbitrary<Actual> = fc.record(
  {
    id,
    identifier,
    name: text,
    disabled: fc.boolean(),
    permissions,
    routes: fc.array(route, { maxLength: 4 }),
  },
  { requiredKeys: ["id", "name", "routes"] },
);
const live = fc.array(fc.record({ scope, actual }), { maxLength: 6 });

const NAMES = new Map([[7, "admins"]]);
const request = {
  files: [] as readonly File[],
  declared: [] as readonly Desired<Scope>[],
  unplaced: [] as readonly Desired[],
  folder: "distributions/",
  schemaFor: () => "../schema/manifest.schema.json",
  directory: { users: new Map(), groups: new Map() },
  names: NAMES,
  unknown: new Map(),
  holdsSecret: () => false,
};

function filesOf({ files }: Export): readonly File[] {
  return files.map(({ path, text: content }) => ({ path, content: new TextEncoder().encode(content) }));
}

/** What is in the scopes by id already. */
function placed(files: readonly File[]): readonly Desired<Scope>[] {
  const { desired, problems } = readManifests(files);
  expect(problems).toEqual([]);
  return desired as readonly Desired<Scope>[];
}

function byText(one = "", other = ""): number {
  return compareText(one, other);
}

type Live = readonly { readonly scope: Scope; readonly actual: Actual }[];

/** Nothing that a manifest declares differs from what is live. */
function expectNoDifference(desired: readonly Desired<Scope>[], all: Live): void {
  for (const wanted of desired) {
    const key = distributionKey(wanted.scope, wanted.identifier);
    const found = all.find(
      (one) =>
        one.actual.identifier !== undefined && distributionKey(one.scope, one.actual.identifier) === key,
    );
    if (found === undefined) throw new Error(`${key} is not live`);
    expect(compareManifest(wanted, wanted.scope, found.actual), key).toEqual({
      fields: [],
      routes: [],
      both: [],
    });
  }
}

describe("an export of whatever is live", () => {
  it("is read back as it is, and differs from it in nothing", () => {
    fc.assert(
      fc.property(live, (all) => {
        const made = exportManifests({ ...request, live: all });
        expectNoDifference(placed(filesOf(made)), all);
      }),
      tries(15),
    );
  });

  it("writes or names each distribution, and each part that a manifest leaves open", () => {
    fc.assert(
      fc.property(live, (all) => {
        const { files, omissions } = exportManifests({ ...request, live: all });
        const written = files.flatMap(({ distributions }) => distributions.map((one) => one.id));
        const named = omissions.filter(({ part }) => part === "distribution").map((one) => one.id);
        const ids = all.map((one) => one.actual.id);
        expect([...written, ...named].toSorted(byText)).toEqual(ids.toSorted(byText));
      }),
      tries(25),
    );
  });

  it("gives each new manifest a file of its own that every disk can hold", () => {
    fc.assert(
      fc.property(live, (all) => {
        const paths = exportManifests({ ...request, live: all }).files.map(({ path }) => path);
        expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
        for (const path of paths) expect(path).toMatch(/^distributions\/(?:[\w-]+\/)?[\w-]+\.yaml$/);
      }),
      tries(25),
    );
  });

  it("changes nothing when it is made a second time", () => {
    fc.assert(
      fc.property(live, (all) => {
        const files = filesOf(exportManifests({ ...request, live: all }));
        const again = exportManifests({ ...request, live: all, files, declared: placed(files) });
        expect(again.files.filter(({ state }) => state !== "unchanged")).toEqual([]);
      }),
      tries(25),
    );
  });

  it.each(["as it was exported", "as JSON on several lines", "as JSON on one line", "in one list"])(
    "brings manifests after what has changed since, or says which it cannot: written %s",
    (style) => {
      fc.assert(
        fc.property(few, few, (before, after) => {
          const files = rewritten(filesOf(exportManifests({ ...request, live: before })), style);
          const made = exportManifests({ ...request, live: after, files, declared: placed(files) });
          const rest = files.filter((file) => made.files.every(({ path }) => path !== file.path));
          const partly = new Set(made.omissions.map((one) => one.identifier));
          const done = new Set(
            made.files.flatMap(({ distributions }) =>
              distributions.flatMap((one) => (partly.has(one.identifier) ? [] : [one.key])),
            ),
          );
          const result = placed([...rest, ...filesOf(made)]);
          expectNoDifference(
            result.filter((one) => done.has(distributionKey(one.scope, one.identifier))),
            after,
          );
        }),
        tries(15),
      );
    },
  );
});

const goodTarget: fc.Arbitrary<LiveTarget> = fc.oneof(
  fc.record({ type: fc.constant("EXTERNAL"), external_url: fc.webUrl() }),
  fc.record({ type: fc.constant("TUNNEL"), tunnel: fc.record({ id: word(), tunnel_id: word() }) }),
  fc.record({ type: fc.constant("SANDBOX"), sandbox: fc.record({ id: word(), endpoint: word() }) }),
  fc.record({
    type: fc.constant("ARTIFACT"),
    artifact: fc.record({ id: word(), version: word() }, { requiredKeys: ["id"] }),
  }),
);

function word(): fc.Arbitrary<string> {
  return fc.constantFrom("office", "1.10", "null", "a, b", "it's", "{x}", "# no", "- no", "a: b");
}

const goodRoute: fc.Arbitrary<ActualRoute> = fc.record({
  id,
  domain: fc.constant("example.com"),
  subdomain: fc.constantFrom("", "www"),
  path: fc.constantFrom("/", "/api"),
  type: fc.constantFrom("DIRECT_PROXY", "REDIRECT"),
  targets: fc
    .tuple(goodTarget, fc.dictionary(fc.constantFrom("COUNTRY-PL", "COUNTRY-DE"), goodTarget, { maxKeys: 2 }))
    .map(([byDefault, regions]) => ({ Default: byDefault, ...regions })),
});

/** Of few identifiers, so that most have a manifest already. */
const few = fc
  .array(
    fc.tuple(
      fc.constantFrom("shop", "blog", "docs"),
      fc.tuple(actual, fc.array(goodRoute, { maxLength: 3 })),
    ),
    { maxLength: 3 },
  )
  .map((all) =>
    [...new Map(all).entries()].map(([name, [one, routes]]) => ({
      scope: { kind: "workspace" } as const,
      actual: {
        ...one,
        identifier: name,
        routes: routes.map((each) => ({ ...each, subdomain: `${each.subdomain}${name}` })),
      },
    })),
  );

function rewritten(files: readonly File[], style: string): readonly File[] {
  const values = files.map(({ content }): unknown => parse(new TextDecoder().decode(content)));
  const encode = (value: unknown, indent?: number) =>
    new TextEncoder().encode(JSON.stringify(value, null, indent));
  switch (style) {
    case "as JSON on several lines":
      return files.map(({ path }, index) => ({ path, content: encode(values[index], 2) }));
    case "as JSON on one line":
      return files.map(({ path }, index) => ({ path, content: encode(values[index]) }));
    case "in one list":
      return [{ path: "distributions/all.yml", content: new TextEncoder().encode(stringify(values)) }];
    default:
      return files;
  }
}
