import { describe, expect, it } from "vitest";
import { parseReport, reportStore } from "../../../lib/adapters/state/reports.ts";
import type { Report } from "../../../lib/core/report/report.ts";
import { memoryObjects } from "../../support/memory-objects.ts";

function passOf(id: string) {
  return {
    id,
    trigger: "schedule",
    instance: "web-team",
    workspace: { api: "https://api.eu.buddy.works", name: "my-company" },
    startedAt: "2026-11-24T00:00:00.000Z",
    endedAt: "2026-11-24T00:00:09.000Z",
    requests: 3,
    throttled: 0,
  };
}

function reportWith(id: string): Report {
  return {
    version: 1,
    mode: "apply",
    verdict: "in-sync",
    problems: [],
    outcomes: [],
    notices: [],
    pass: passOf(id),
  };
}

describe("reportStore", () => {
  it("has none at first", async () => {
    expect(await reportStore(memoryObjects(), "p/").latest()).toBeUndefined();
  });

  it("keeps the report of each pass, for people to read, and the latest besides", async () => {
    const objects = memoryObjects();
    const reports = reportStore(objects, "p/");
    const keys = [];
    for (const id of ["a", "b"]) keys.push(await reports.keep(reportWith(id), passOf(id)));
    expect(keys).toEqual(["p/reports/2026-11-24/a.json", "p/reports/2026-11-24/b.json"]);
    const text = Buffer.from(objects.stored.get("p/reports/2026-11-24/a.json")?.bytes ?? []).toString();
    expect(text).toBe(`${JSON.stringify(reportWith("a"), undefined, 2)}\n`);
    expect(await reports.latest()).toEqual(reportWith("b"));
  });

  it("does not put the report of an earlier pass in the place of a later one's", async () => {
    const reports = reportStore(memoryObjects(), "p/");
    await reports.keep(reportWith("b"), passOf("b"));
    await reports.keep(reportWith("a"), passOf("a"));
    expect((await reports.latest())?.pass?.id).toBe("b");
  });

  it("finds its own report there when it is told twice to keep it", async () => {
    const reports = reportStore(memoryObjects(), "p/");
    const key = await reports.keep(reportWith("a"), passOf("a"));
    expect(await reports.keep(reportWith("a"), passOf("a"))).toBe(key);
  });

  it("replaces no report of another pass", async () => {
    const reports = reportStore(memoryObjects(), "p/");
    await reports.keep(reportWith("a"), passOf("a"));
    const other = { ...reportWith("a"), notices: ["another"] };
    await expect(reports.keep(other, passOf("a"))).rejects.toThrow("is there already");
    expect(await reports.latest()).toEqual(reportWith("a"));
  });

  it("lets the latest of several win who end at once", async () => {
    const reports = reportStore(memoryObjects(), "p/");
    await Promise.all(["b", "d", "a", "c"].map((id) => reports.keep(reportWith(id), passOf(id))));
    expect((await reports.latest())?.pass?.id).toBe("d");
  });

  it("gives up when others write the latest at each of its tries, and has kept its own", async () => {
    const objects = memoryObjects();
    let others = 0;
    objects.before = (call) => {
      if (call !== "PUT p/reports/latest.json") return;
      others += 1;
      objects.stored.set("p/reports/latest.json", { bytes: Buffer.from("{}"), etag: `"${others}"` });
    };
    const keeping = reportStore(objects, "p/").keep(reportWith("a"), passOf("a"));
    await expect(keeping).rejects.toMatchObject({ failure: "unavailable" });
    expect(others).toBe(5);
    expect(objects.stored.has("p/reports/2026-11-24/a.json")).toBe(true);
  });

  it("puts the next in the place of one that is too large to be read", async () => {
    const objects = memoryObjects();
    const bytes = Buffer.alloc(64 * 1024 * 1024 + 1, " ");
    objects.stored.set("p/reports/latest.json", { bytes, etag: '"1"' });
    const reports = reportStore(objects, "p/");
    await expect(reports.latest()).rejects.toMatchObject({ failure: "too-large" });
    await reports.keep(reportWith("a"), passOf("a"));
    expect(await reports.latest()).toEqual(reportWith("a"));
  });

  it.each(["", "no JSON", '{"version":2,"verdict":"in-sync"}', '{"version":1}'])(
    "shows no report in what is none (%j), and puts the next in its place",
    async (text) => {
      const objects = memoryObjects();
      objects.stored.set("p/reports/latest.json", { bytes: Buffer.from(text), etag: '"1"' });
      const reports = reportStore(objects, "p/");
      await expect(reports.latest()).rejects.toThrow("is no report that this program reads");
      await reports.keep(reportWith("a"), passOf("a"));
      expect(await reports.latest()).toEqual(reportWith("a"));
    },
  );
});

describe("parseReport", () => {
  it("takes a report without a record of its pass", () => {
    const { pass: _, ...report } = reportWith("a");
    expect(parseReport(JSON.stringify(report))).toEqual(report);
    expect(parseReport(JSON.stringify({ ...report, pass: { id: 1 } }))).toBeUndefined();
  });

  it.each([
    ["a verdict of a later version", { verdict: "postponed" }],
    ["a verdict alone", { problems: undefined, outcomes: undefined, notices: undefined }],
    ["outcomes without routes", { outcomes: [{ status: "applied" }] }],
    ["notices that are no text", { notices: [{}] }],
    ["a pass of no workspace", { pass: { id: "a" } }],
  ])("takes nothing for a report that could not be shown as one: %s", (_, changes) => {
    expect(parseReport(JSON.stringify({ ...reportWith("a"), ...changes }))).toBeUndefined();
  });

  it("shows by its number what could take hold of the terminal of whoever looks at it", () => {
    const hostile = "\u001b[2J\u009b31m\u202etxt";
    const report = { ...reportWith("a"), notices: [hostile, "two\nlines"], source: { commit: hostile } };
    const visible = "\\u001b[2J\\u009b31m\\u202etxt";
    expect(parseReport(JSON.stringify(report))).toMatchObject({
      notices: [visible, "two\nlines"],
      source: { commit: visible },
    });
  });
});
