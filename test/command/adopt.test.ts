import { describe, expect, it } from "vitest";
import { type Desk, deskWith } from "./desk.ts";
import { stateOf } from "./ledger.ts";

const UPSERT = "workspaces:\n  - policy: upsert\n";
const SHOP = "identifier: shop\nname: Shop\nscope: WORKSPACE\n";
const BLOG = "identifier: blog\nscope: WORKSPACE\n";

/** A workspace in which somebody made both by hand. */
async function withLive(config = UPSERT): Promise<Desk> {
  const files = { "distributions/shop.yaml": SHOP, "distributions/blog.yaml": BLOG };
  const desk = await deskWith({ ...files, "distro-sync.yaml": config });
  for (const identifier of ["shop", "blog"]) {
    desk.emulator.put({ workspace: "my-company", identifier, name: "By hand", scope: "WORKSPACE" });
  }
  return desk;
}

async function ours(desk: Desk): Promise<readonly string[]> {
  return [...(await stateOf(desk).read()).inventory.owned.keys()].toSorted();
}

describe("adopt", () => {
  it("takes ownership of what is named, shows what differs, and writes nothing to Buddy", async () => {
    const desk = await withLive();
    const { code, stdout } = await desk.run(["adopt", "shop", "--yes", "--no-color"]);
    expect(code).toBe(0);
    expect(stdout).toContain("By hand → Shop");
    expect(await ours(desk)).toEqual(["workspace#shop"]);
    expect(desk.emulator.log.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("leaves to the next apply what differs", async () => {
    const desk = await withLive();
    await desk.run(["adopt", "--all", "--yes"]);
    expect(await ours(desk)).toEqual(["workspace#blog", "workspace#shop"]);
    const { stdout } = await desk.run(["plan", "--format", "json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      changes: [{ action: "update", identifier: "shop", fields: [{ field: "name", moved: "ours" }] }],
    });
  });

  it("does nothing else, also when something is missing", async () => {
    const desk = await withLive();
    await desk.write({ "distributions/new.yaml": "identifier: new\nscope: WORKSPACE\n" });
    await desk.run(["adopt", "--all", "--yes"]);
    expect(desk.emulator.distributions()).toHaveLength(2);
  });

  it("takes nothing when the answer is no", async () => {
    const desk = await withLive();
    const { code } = await desk.run(["adopt", "shop"], { tty: true, answer: "no\n" });
    expect(code).toBe(1);
    expect(await ours(desk)).toEqual([]);
  });

  it("names what was probably meant where nothing is called so", async () => {
    const desk = await withLive();
    const { code, stdout, stderr } = await desk.run(["adopt", "shoop", "--yes"]);
    expect(code).toBe(1);
    expect(stdout + stderr).toContain("did you mean shop?");
    expect(await ours(desk)).toEqual([]);
  });

  it.each([
    ["no distribution is named", [], "name their identifiers, or use --all"],
    ["distributions and --all are named", ["shop", "--all"], "--all cannot be combined with identifiers"],
  ])("is refused when %s", async (_, args, message) => {
    const desk = await withLive();
    const { code, stderr } = await desk.run(["adopt", "--yes", ...args]);
    expect(code).toBe(1);
    expect(stderr).toContain(message);
  });

  it("is refused under create-only", async () => {
    const desk = await withLive("workspaces:\n  - policy: create-only\n");
    const { code, stderr } = await desk.run(["adopt", "shop", "--yes"]);
    expect(code).toBe(1);
    expect(stderr).toContain("set policy: upsert");
  });
});
