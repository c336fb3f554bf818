import { describe, expect, it } from "vitest";
import { project } from "../support/builders.ts";
import { type Desk, deskWith } from "./desk.ts";
import { begun, created, recorded, stateOf, withLedger } from "./ledger.ts";

function disown(desk: Desk, args: readonly string[], options: { tty?: boolean; answer?: string } = {}) {
  return desk.run(["disown", ...args], { env: { BUDDY_TOKEN: undefined }, ...options });
}

async function ours(desk: Desk): Promise<readonly string[]> {
  const { owned, begun: beginnings } = (await stateOf(desk).read()).inventory;
  return [...owned.keys(), ...beginnings.keys()];
}

describe("disown", () => {
  it("gives up what is named, without a token and without a call", async () => {
    const desk = await deskWith({});
    await recorded(desk, [created("shop"), created("blog")]);
    const { code, stdout, stderr } = await disown(desk, ["shop", "--yes"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toBe(`Instance default will no longer own 1 distribution of my-company:
  shop (workspace)  id id-of-shop

Disowned: 1 distribution. Nothing was changed in Buddy; \`adopt: true\` in a manifest takes ownership again.
`);
    expect(await ours(desk)).toEqual(["workspace#blog"]);
    expect(desk.emulator.log).toEqual([]);
  });

  it("gives up everything, also what was begun and is perhaps not there", async () => {
    const desk = await deskWith({});
    await recorded(desk, [
      created("shop", project("web"), true),
      created("blog"),
      begun("docs"),
      begun("blog"),
    ]);
    const { code, stdout } = await disown(desk, ["--all", "--no-color"], { tty: true, answer: "yes\n" });
    expect(code).toBe(0);
    expect(stdout).toContain(`Instance default will no longer own 3 distributions of my-company:
  shop (project web)  id id-of-shop  protected
  blog (workspace)  id id-of-blog
  docs (workspace)  its creation was begun, and its id is not known
`);
    expect(await ours(desk)).toEqual([]);
  });

  it("leaves the objects to the next pass as somebody else's", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": "identifier: shop\nscope: WORKSPACE\n" });
    await desk.run(["apply", "--yes"]);
    await disown(desk, ["--all", "--yes"]);
    const { stdout } = await desk.run(["plan", "--format", "json"]);
    expect(JSON.parse(stdout)).toMatchObject({ changes: [], leftAlone: [{ reason: "exists-unmanaged" }] });
  });

  it.each([
    ["no", "no\n"],
    ["nothing", ""],
    ["y", "y\n"],
  ])("gives nothing up when the answer is %s", async (_, answer) => {
    const desk = await deskWith({});
    await recorded(desk, [created("shop")]);
    const { code, stderr } = await disown(desk, ["shop"], { tty: true, answer });
    expect(code).toBe(1);
    expect(stderr).toContain('Type "yes" to go on');
    expect(await ours(desk)).toEqual(["workspace#shop"]);
  });

  it("refuses when there is no terminal to ask on", async () => {
    const desk = await deskWith({});
    await recorded(desk, [created("shop")]);
    const { code, stderr } = await disown(desk, ["shop"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/there is no terminal to ask on\n {2}name what to disown, and use --yes/);
    expect(await ours(desk)).toEqual(["workspace#shop"]);
  });

  it("says what it did as JSON", async () => {
    const desk = await deskWith({});
    await recorded(desk, [created("shop", project("web")), begun("docs")]);
    const { stdout } = await disown(desk, ["--all", "--yes", "--format", "json"]);
    expect(JSON.parse(stdout)).toEqual({
      instance: "default",
      workspace: { api: desk.emulator.url, name: "my-company" },
      disowned: [
        { key: "project:web#shop", identifier: "shop", where: "project web", id: "id-of-shop" },
        { key: "workspace#docs", identifier: "docs", where: "workspace" },
      ],
    });
    const none = await disown(desk, ["--all", "--yes", "--format", "json"]);
    expect(JSON.parse(none.stdout)).toMatchObject({ disowned: [] });
  });

  it("shows what it asks about also when the result is to be JSON", async () => {
    const desk = await deskWith({});
    await recorded(desk, [created("shop")]);
    const declined = await disown(desk, ["shop", "--format", "json"], { tty: true, answer: "no\n" });
    expect(declined.stderr).toContain("id id-of-shop");
    expect(JSON.parse(declined.stdout)).toMatchObject({ verdict: "declined" });
  });

  it("has nothing to do, and leaves no file, where nothing is ours", async () => {
    const desk = await deskWith({});
    expect(await disown(desk, ["--all", "--yes"])).toMatchObject({
      code: 0,
      stdout: "Instance default owns nothing in my-company.\n",
    });
    expect(await desk.files()).toEqual([]);
  });

  it("is busy while a pass writes", async () => {
    const desk = await deskWith({});
    await recorded(desk, [created("shop")]);
    await withLedger(desk, async () => {
      const { code, stderr } = await disown(desk, ["shop", "--yes"]);
      expect(code).toBe(5);
      expect(stderr).toContain("another pass is writing");
    });
    expect(await ours(desk)).toEqual(["workspace#shop"]);
  });

  it("leaves an inventory that cannot be believed where it is", async () => {
    const desk = await deskWith({});
    await recorded(desk, [created("shop")]);
    const [path = ""] = (await desk.files()).filter((one) => one.endsWith(".jsonl"));
    await desk.write({ [path]: "nonsense\n" });
    const { code, stderr } = await disown(desk, ["--all", "--yes"]);
    expect(code).toBe(1);
    expect(stderr).toContain("cannot be believed");
    expect(await desk.read(path)).toBe("nonsense\n");
  });

  it("takes one of several with the same identifier by its key", async () => {
    const desk = await deskWith({});
    await recorded(desk, [created("shop"), created("shop", project("web"))]);
    const { code, stderr } = await disown(desk, ["shop", "--yes"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /this instance owns 2 distributions called shop\n {2}name one of them as project:web#shop or workspace#shop/,
    );
    expect((await disown(desk, ["project:web#shop", "--yes"])).code).toBe(0);
    expect(await ours(desk)).toEqual(["workspace#shop"]);
  });

  it.each([
    ["nothing is named", [], /disown needs to know which distributions\n {2}name their identifiers/],
    ["both are named", ["shop", "--all"], /--all means everything, shop included/],
    ["it is misspelt", ["shopp"], /does not own "shopp"\n {2}did you mean shop\?/],
    ["it is misspelt in its key", ["workspace#shopp"], /did you mean workspace#shop\?/],
    ["it is something else", ["payments"], /does not own "payments"\n {2}it owns blog, shop/],
  ])("disowns nothing, and says what to do, when %s", async (_, args, message) => {
    const desk = await deskWith({});
    await recorded(desk, [created("shop"), created("blog")]);
    const { code, stdout, stderr } = await disown(desk, [...args, "--yes"]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(message);
    expect(await ours(desk)).toHaveLength(2);
  });

  it("does not list a whole workspace for a name that is not ours", async () => {
    const desk = await deskWith({});
    await recorded(
      desk,
      Array.from({ length: 21 }, (_, n) => created(`site-${n}`)),
    );
    expect((await disown(desk, ["payments", "--yes"])).stderr).toContain("it owns 21 distributions");
    const empty = await deskWith({});
    expect((await disown(empty, ["payments", "--yes"])).stderr).toContain("it owns nothing");
  });
});
