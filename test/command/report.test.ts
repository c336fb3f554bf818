import { describe, expect, it } from "vitest";
import { deskWith } from "./desk.ts";

const REPORT = {
  version: 1,
  mode: "apply",
  verdict: "partial",
  problems: [],
  outcomes: [],
  notices: ["the rest is done by a continuation"],
  pass: {
    id: "20261124T120000Z-1",
    trigger: "schedule",
    instance: "default",
    workspace: { api: "https://api.buddy.works", name: "my-company" },
    startedAt: "2026-11-24T12:00:00.000Z",
    endedAt: "2026-11-24T12:00:04.000Z",
    requests: 12,
    throttled: 0,
  },
};

const SHOWN = `my-company on https://api.buddy.works: partial
pass 20261124T120000Z-1 (schedule), 2026-11-24T12:00:00.000Z to 2026-11-24T12:00:04.000Z
12 requests

note: the rest is done by a continuation
`;

describe("report", () => {
  it("shows a report from a file or standard input, and ends with its code", async () => {
    const desk = await deskWith({ "report.json": JSON.stringify(REPORT) });
    expect(await desk.run(["report", "report.json"])).toEqual({ code: 6, stdout: SHOWN, stderr: "" });
    const piped = await desk.run(["report", "-"], { answer: JSON.stringify(REPORT) });
    expect(piped).toEqual({ code: 6, stdout: SHOWN, stderr: "" });
    const json = await desk.run(["report", "report.json", "--format", "json"]);
    expect(JSON.parse(json.stdout)).toEqual(REPORT);
  });

  it("shows what `apply --format json` printed", async () => {
    const desk = await deskWith({ "distributions/none.yaml": "[]\n" });
    const { stdout } = await desk.run(["apply", "--yes", "--format", "json"]);
    await desk.write({ "report.json": stdout });
    expect(await desk.run(["report", "report.json"])).toMatchObject({ code: 0, stdout: "in-sync (apply)\n" });
  });

  it.each([
    ["no state is shared", [], /reports are kept in a bucket, and none is named\n {2}use --state s3:/],
    ["the file is none", ["missing.json"], /missing.json cannot be read \(ENOENT\)/],
    ["the file is no report", ["plan.json"], /plan.json does not hold a report/],
  ])("says what to do when %s", async (_, args, message) => {
    const desk = await deskWith({ "plan.json": "{}" });
    const { code, stdout, stderr } = await desk.run(["report", ...args]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(message);
  });
});
