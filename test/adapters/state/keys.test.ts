import { describe, expect, it } from "vitest";
import {
  endOfLedger,
  ledgersPrefix,
  parseSegmentKey,
  reportKey,
  segmentKey,
} from "../../../lib/adapters/state/keys.ts";
import { statePrefix } from "../../../lib/deployment.ts";

const OWNER = { instance: "web-team", api: "https://api.eu.buddy.works", workspace: "my-company" };

describe("statePrefix", () => {
  it("says whose state it is, and where the workspace lives", () => {
    expect(statePrefix(OWNER)).toBe("state/web-team/api.eu.buddy.works/my-company/");
  });

  it("keeps two APIs on one host apart", () => {
    expect(statePrefix({ ...OWNER, api: "https://buddy.example.com:8443/api" })).toBe(
      "state/web-team/buddy.example.com_8443_api/my-company/",
    );
  });
});

describe("the keys of segments", () => {
  it("sort as the segments follow each other", () => {
    const names = [
      { fencing: 1, sequence: 1 },
      { fencing: 1, sequence: 2 },
      { fencing: 1, sequence: 10 },
      { fencing: 2, sequence: 1 },
      { fencing: 10, sequence: 1 },
    ];
    const keys = names.map((name) => segmentKey("p/", name));
    expect(keys.toSorted()).toEqual(keys);
    expect(keys.map((key) => parseSegmentKey("p/", key))).toEqual(names);
    expect(keys.every((key) => key.startsWith(ledgersPrefix("p/")))).toBe(true);
  });

  it("have a place between one ledger and the next", () => {
    expect(endOfLedger("p/", 1) > segmentKey("p/", { fencing: 1, sequence: 999_999 })).toBe(true);
    expect(endOfLedger("p/", 1) < segmentKey("p/", { fencing: 2, sequence: 1 })).toBe(true);
    expect(endOfLedger("p/", 0) < segmentKey("p/", { fencing: 1, sequence: 1 })).toBe(true);
  });

  it.each(["p/ledger/1/1.jsonl", "p/ledger/0000000001/000001.txt", "p/ledger/0000000001/~", "p/ledger/"])(
    "are not like %s",
    (key) => {
      expect(parseSegmentKey("p/", key)).toBeUndefined();
    },
  );
});

describe("reportKey", () => {
  it("goes by the day on which the pass ended, in UTC", () => {
    const pass = { id: "20261124T005900Z-1", endedAt: "2026-11-24T01:00:00+02:00" };
    expect(reportKey("p/", pass)).toBe("p/reports/2026-11-23/20261124T005900Z-1.json");
  });

  it("keeps an odd id inside its folder", () => {
    expect(reportKey("p/", { id: "../a b", endedAt: "2026-11-24T00:00:00Z" })).toBe(
      "p/reports/2026-11-24/.._a_b.json",
    );
  });
});
