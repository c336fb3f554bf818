import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LiveTarget } from "../../../lib/core/domain/distribution.ts";
import {
  declarable,
  normaliseRouteType,
  normaliseTarget,
  normaliseTargets,
  sameRouteType,
  sameTargets,
} from "../../../lib/core/domain/normalise.ts";

function external(external_url: unknown): LiveTarget {
  return { type: "EXTERNAL", external_url };
}

function same(declared: LiveTarget, live: LiveTarget): boolean {
  return sameTargets({ Default: declared }, { Default: live });
}

function sameAddress(declared: string, live: string): boolean {
  return same(external(declared), external(live));
}

describe("normaliseRouteType", () => {
  it("knows both of Buddy's generations of names", () => {
    expect(normaliseRouteType("PROXY")).toBe("CACHED_PROXY");
    expect(normaliseRouteType("PROXY_NO_CACHE")).toBe("DIRECT_PROXY");
    expect(sameRouteType("PROXY", "CACHED_PROXY")).toBe(true);
    expect(sameRouteType("PROXY", "DIRECT_PROXY")).toBe(false);
  });

  it("leaves a word of tomorrow as it is", () => {
    expect(normaliseRouteType("TELEPORT")).toBe("TELEPORT");
  });
});

describe("normaliseTarget", () => {
  it.each([
    [{ type: "EXTERNAL", external_url: "https://Example.com/" }],
    [{ type: "TUNNEL", tunnel: { id: "bartshoot", tunnel_id: "test" } }],
    [{ type: "SANDBOX", sandbox: { id: "ynjuqe2kov258", endpoint: "www" } }],
    [{ type: "ARTIFACT", artifact: { id: "site", version: "1.10" } }],
    [{ type: "ARTIFACT", artifact: { id: "site" } }],
  ])("takes what is not ours off %j", (target) => {
    const filled = Object.fromEntries(
      Object.entries(target).map(([key, part]) => [
        key,
        typeof part === "object" ? { ...part, html_url: "https://app.buddy.works/" } : part,
      ]),
    );
    expect(normaliseTarget({ ...filled, region: "PL", nothing: null })).toStrictEqual(target);
  });

  it("reads an id that is a number as the text of it, and null as nothing", () => {
    expect(normaliseTarget({ type: "ARTIFACT", artifact: { id: 7, version: null } })).toStrictEqual({
      type: "ARTIFACT",
      artifact: { id: "7" },
    });
  });

  it.each([
    [{ type: "TELEPORT", to: { moon: true } }],
    [{}],
    [{ type: "EXTERNAL" }],
    [{ type: "TUNNEL", tunnel: { id: "bartshoot" } }],
    [{ type: "TUNNEL", tunnel: { tunnel_id: "test" } }],
    [{ type: "SANDBOX", sandbox: { id: "", endpoint: "www" } }],
    [{ type: "SANDBOX", sandbox: { id: "ynjuqe2kov258" } }],
    [{ type: "ARTIFACT", artifact: "site" }],
    [{ type: "ARTIFACT", artifact: null }],
  ])("keeps %j as it came", (target) => {
    expect(normaliseTarget(target)).toBe(target);
  });
});

describe("normaliseTargets", () => {
  it("spells the default region as the answers do, and leaves every other one", () => {
    const target = external("https://example.com");
    expect(normaliseTargets({ default: target, "COUNTRY-PL": target })).toStrictEqual({
      Default: target,
      "COUNTRY-PL": target,
    });
  });
});

describe("sameTargets", () => {
  const [here, there] = [external("https://a.example.com"), external("https://b.example.com")];

  it("compares region by region, in any order", () => {
    const declared = { Default: here, "COUNTRY-PL": there };
    expect(sameTargets(declared, { "COUNTRY-PL": there, default: here })).toBe(true);
    expect(sameTargets(declared, { "COUNTRY-PL": here, Default: there })).toBe(false);
  });

  it("sees a region that is missing, one too many, and another one", () => {
    expect(sameTargets({ Default: here, "COUNTRY-PL": there }, { Default: here })).toBe(false);
    expect(sameTargets({ Default: here }, { Default: here, "COUNTRY-PL": there })).toBe(false);
    expect(sameTargets({ "COUNTRY-PL": here }, { "COUNTRY-DE": here })).toBe(false);
  });

  it("does not take what every object inherits for a region", () => {
    expect(sameTargets({ Default: here }, { constructor: here })).toBe(false);
    expect(sameTargets({ constructor: here }, { Default: here })).toBe(false);
  });

  it("tells types apart, and what each is about", () => {
    const tunnel = { type: "TUNNEL", tunnel: { id: "bartshoot", tunnel_id: "test" } };
    expect(same(here, tunnel)).toBe(false);
    expect(same(tunnel, here)).toBe(false);
    expect(same(tunnel, { ...tunnel, tunnel: { tunnel_id: "test", id: "bartshoot", agent: 1 } })).toBe(true);
    expect(same(tunnel, { ...tunnel, tunnel: { id: "bartshoot", tunnel_id: "other" } })).toBe(false);
  });

  it("compares what nobody here knows whole", () => {
    const unknown = { type: "TELEPORT", to: { moon: 1, mars: 2 } };
    expect(same(unknown, { to: { mars: 2, moon: 1 }, type: "TELEPORT" })).toBe(true);
    expect(same(unknown, { ...unknown, to: { moon: 1 } })).toBe(false);
    expect(same(here, { type: "EXTERNAL", external_url: null })).toBe(false);
    expect(same(unknown, here)).toBe(false);
  });

  it("takes a version that Buddy chose for an artifact that names none, and no other one for one that does", () => {
    const artifact = (version?: string) => ({
      type: "ARTIFACT",
      artifact: { id: "site", ...(version === undefined ? {} : { version }) },
    });
    expect(same(artifact(), artifact("1.10"))).toBe(true);
    expect(same(artifact("1.10"), artifact("1.10"))).toBe(true);
    expect(same(artifact("1.10"), artifact("1.1"))).toBe(false);
    expect(same(artifact("1.10"), artifact())).toBe(false);
    expect(same(artifact(), { type: "ARTIFACT", artifact: { id: "other" } })).toBe(false);
    expect(same(artifact(), here)).toBe(false);
  });

  it.each([
    ["HTTPS://Backend.Example.com/API", "https://backend.example.com/API"],
    ["https://backend.example.com", "https://backend.example.com/"],
    ["https://backend.example.com:443/api", "https://backend.example.com/api"],
    ["http://backend.example.com:80", "http://backend.example.com"],
    ["https://m\u00FCnchen.example/caf\u00E9", "https://xn--mnchen-3ya.example/caf%C3%A9"],
    ["test.com", "TEST.com"],
    ["test.com", "test.com/"],
    ["test.com", "https://test.com/"],
    ["test.com", "http://test.com"],
    ["test.com:8080/api", "https://test.com:8080/api"],
    ["test.com:443", "https://test.com"],
  ])("takes %s for %s", (declared, live) => {
    expect(sameAddress(declared, live)).toBe(true);
  });

  it("takes one that is not ASCII for what it stands for, after thousands of others too", () => {
    for (let n = 0; n < 20_000; n += 1) sameAddress("https://a.example/", "https://a.example");
    expect(sameAddress("https://m\u00FCnchen.example", "https://xn--mnchen-3ya.example")).toBe(true);
  });

  it.each([
    ["https://backend.example.com/API", "https://backend.example.com/api"],
    ["https://backend.example.com/api", "https://backend.example.com/api/"],
    ["https://backend.example.com", "http://backend.example.com"],
    ["https://backend.example.com:80", "https://backend.example.com"],
    ["https://backend.example.com", "https://backend.example.com:8443"],
    ["https://test.com", "test.com"],
    ["http://test.com", "test.com"],
    ["test.com", "https://test.com/api"],
    ["test.com:443", "http://test.com"],
    ["test.com:443", "test.com"],
    ["test.com:80", "test.com"],
    ["test.com", "ftp://test.com"],
    ["https://test.com", "https://[broken"],
  ])("does not take %s for %s", (declared, live) => {
    expect(sameAddress(declared, live)).toBe(false);
  });

  it("finds every target to be itself, also as it is normalised", () => {
    const target = fc.oneof(
      fc.record({
        type: fc.constant("EXTERNAL"),
        external_url: fc.oneof(fc.webUrl(), fc.domain(), fc.string()),
      }),
      fc.dictionary(fc.string(), fc.jsonValue()),
    );
    const targets = fc.dictionary(fc.string(), target);
    fc.assert(
      fc.property(targets, (some) => {
        // Two spellings of one region say nothing that could be compared.
        fc.pre(!("default" in some && "Default" in some));
        expect(sameTargets(some, some)).toBe(true);
        expect(sameTargets(some, normaliseTargets(some))).toBe(true);
        expect(sameTargets(normaliseTargets(some), some)).toBe(true);
      }),
    );
  });
});

describe("declarable", () => {
  const address = { domain: "example.com", subdomain: "www", path: "/api" };
  const Default = { type: "EXTERNAL", external_url: "https://backend.example.com" };

  it.each([
    ["DIRECT_PROXY", "DIRECT_PROXY"],
    ["CACHED_PROXY", "CACHED_PROXY"],
    ["PROXY", "CACHED_PROXY"],
    ["REDIRECT", "REDIRECT"],
    ["CLOAKING", "CLOAKING"],
  ])("gives a live route of the type %s as a manifest declares it", (type, declared) => {
    const targets = { default: { ...Default, note: "Buddy's" }, "COUNTRY-PL": Default };
    expect(declarable({ ...address, type, targets })).toEqual({
      ...address,
      type: declared,
      targets: { Default, "COUNTRY-PL": Default },
    });
  });

  it("gives nothing for a type that no manifest can say", () => {
    expect(declarable({ ...address, type: "MIRROR", targets: { Default } })).toBeUndefined();
  });

  it("gives nothing when any of the targets is one that no manifest can say", () => {
    const targets = { Default, "COUNTRY-PL": { type: "LAMBDA" } };
    expect(declarable({ ...address, type: "REDIRECT", targets })).toBeUndefined();
  });
});
