import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { PLAIN } from "../lib/core/report/style.ts";
import { renderPlan } from "../lib/core/report/text-plan.ts";
import { VERSION } from "../lib/version.ts";
import { open } from "./support/shops.ts";

const README = readFileSync("README.md", "utf8");
const DOCUMENTS = [
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "CHANGELOG.md",
  ...readdirSync("docs", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

function block(language: string): string {
  return new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, "m").exec(README)?.[1] ?? "";
}

describe("README.md", () => {
  it("shows the plan that its manifest prints", async () => {
    const shop = await open({ manifests: { "distributions/shop.yaml": block("yaml") } });
    const { plan } = await shop.pass({ mode: { plan: true } });
    const printed =
      plan === undefined
        ? ""
        : renderPlan(plan, PLAIN).replace("https://buddy.test", "https://api.buddy.works");
    const shown = block("text").replace(/^\$ .*\n/, "");
    const withoutDigest = (text: string) => text.replace(/^Digest: .*\n/m, "");
    expect(withoutDigest(shown)).toBe(withoutDigest(printed));
  });

  it("names the oldest Node that package.json and CI know", () => {
    const { engines } = JSON.parse(readFileSync("package.json", "utf8")) as { engines: { node: string } };
    expect(engines.node).toBe(">=20.19");
    expect(README).toContain("Node 20.19 or later");
    expect(readFileSync(".github/workflows/ci.yml", "utf8")).toContain('"20.19"');
  });
});

describe("the documents", () => {
  it.each(DOCUMENTS)("%s links only to what is there", (document) => {
    const links = [...readFileSync(document, "utf8").matchAll(/\]\((?!https?:)([^)#]+)/g)].map(
      ([, link = ""]) => link,
    );
    const broken = links.filter((link) => !existsSync(join(dirname(document), link)));
    expect(broken).toEqual([]);
  });

  it.each(DOCUMENTS)("%s links only to headings that are there", (document) => {
    const links = [...readFileSync(document, "utf8").matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)];
    const broken = links.filter(([, file = "", anchor = ""]) => {
      const page = file === "" ? document : join(dirname(document), file);
      return !anchorsOf(readFileSync(page, "utf8")).includes(anchor);
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });

  it.each(DOCUMENTS)("%s names only files and folders that are there", (document) => {
    const named = [
      ...readFileSync(document, "utf8").matchAll(/`((?:lib|test|bin|docs|functions)\/[\w./-]+)`/g),
    ];
    expect(named.map(([, path = ""]) => path).filter((path) => !existsSync(path))).toEqual([]);
  });

  it("name every script that CONTRIBUTING.md offers as package.json has it", () => {
    const { scripts, version } = JSON.parse(readFileSync("package.json", "utf8"));
    const named = [...readFileSync("CONTRIBUTING.md", "utf8").matchAll(/^\| `npm (?:run )?([\w:]+)`/gm)];
    expect(named.map(([, name]) => name).filter((name) => !(name !== undefined && name in scripts))).toEqual(
      [],
    );
    expect(version).toBe(VERSION);
  });
});

/** What GitHub makes of headings. */
function anchorsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-"),
  );
}
