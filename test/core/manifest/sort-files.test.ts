import { describe, expect, it } from "vitest";
import { readManifests, sortFiles } from "../../../lib/core/manifest/read.ts";
import { approval, approvalFile, DIGEST, HEX, hold } from "../decide/decided.ts";
import { file, manifest } from "./builders.ts";

const sort = (...paths: readonly string[]) => {
  const { manifests, approvals, holds } = sortFiles(paths.map((path) => ({ path })));
  const pathsOf = (files: readonly { readonly path: string }[]) => files.map(({ path }) => path);
  return { manifests: pathsOf(manifests), approvals: pathsOf(approvals), holds: pathsOf(holds) };
};

describe("sortFiles", () => {
  it.each(["", "distributions/", "../routing/", "manifests/my-company/", "/srv/a b/"])(
    "tells approvals and holds from manifests, in the folder %j",
    (root) => {
      expect(
        sort(`${root}web/shop.yaml`, `${root}holds.yaml`, `${root}approvals/${HEX}.yaml`, `${root}blog.yaml`),
      ).toEqual({
        manifests: [`${root}blog.yaml`, `${root}web/shop.yaml`],
        approvals: [`${root}approvals/${HEX}.yaml`],
        holds: [`${root}holds.yaml`],
      });
    },
  );

  it("takes no file below approvals/ for a manifest, whatever it is called", () => {
    expect(sort("d/shop.yaml", "d/approvals/shop.yaml", "d/approvals/web/shop.yaml")).toMatchObject({
      manifests: ["d/shop.yaml"],
      approvals: ["d/approvals/shop.yaml", "d/approvals/web/shop.yaml"],
    });
  });

  it("knows an approval by its name, wherever its folder is", () => {
    expect(sort("d/a/shop.yaml", `d/b/approvals/${HEX}.yml`).approvals).toEqual([`d/b/approvals/${HEX}.yml`]);
    expect(sort(`d/approvals/${HEX}.yaml`).approvals).toHaveLength(1);
  });

  it("takes holds.yaml for holds in the folder of manifests alone", () => {
    expect(sort("d/web/holds.yaml", "d/shop.yaml", "d/HOLDS.YML")).toEqual({
      manifests: ["d/shop.yaml", "d/web/holds.yaml"],
      approvals: [],
      holds: ["d/HOLDS.YML"],
    });
  });

  it("lets the folder of manifests itself be called approvals", () => {
    expect(sort("approvals/shop.yaml", "approvals/web/blog.yaml").manifests).toHaveLength(2);
  });

  it("finds the folder of manifests by whole names", () => {
    expect(sort("team-a/shop.yaml", "team-b/holds.yaml")).toMatchObject({
      manifests: ["team-a/shop.yaml", "team-b/holds.yaml"],
      holds: [],
    });
  });

  it("makes nothing of nothing", () => {
    expect(sort()).toEqual({ manifests: [], approvals: [], holds: [] });
  });
});

describe("readManifests", () => {
  const HOLDS = `- { identifier: shop, until: 2026-11-25T13:00Z, reason: incident 7 }\n`;

  it("returns what people have decided beside what the manifests want", () => {
    const files = [
      file(manifest(), "distributions/shop.yaml"),
      file(HOLDS, "distributions/holds.yaml"),
      approvalFile(),
    ];
    expect(readManifests(files)).toMatchObject({
      desired: [{ identifier: "shop" }],
      decided: { approvals: [approval({ digest: DIGEST })], holds: [hold()] },
      problems: [],
    });
  });

  it("refuses everything when an approval or a hold has a problem", () => {
    const files = [
      file(manifest(), "distributions/shop.yaml"),
      file("- { identifier: shop, reason: incident 7 }\n", "distributions/holds.yaml"),
      approvalFile({ until: "tomorrow" }),
      file("{}\n", "distributions/approvals/shop.yaml"),
    ];
    const { desired, decided, problems } = readManifests(files);
    expect([desired, decided]).toEqual([[], { approvals: [], holds: [] }]);
    expect(problems.map(({ file: path, code }) => `${path} ${code}`)).toEqual([
      `distributions/approvals/${HEX}.yaml INVALID_TIME`,
      "distributions/approvals/shop.yaml MISNAMED_APPROVAL",
      "distributions/holds.yaml MISSING_KEY",
    ]);
  });

  it("does not take a folder that has lost its manifests for one that wants nothing", () => {
    for (const left of [[approvalFile()], [file("[]\n", "distributions/holds.yaml")]]) {
      expect(readManifests(left)).toMatchObject({ desired: [], problems: [{ code: "NO_MANIFEST" }] });
      expect(readManifests([...left, file("[]\n", "distributions/none.yaml")]).problems).toEqual([]);
    }
  });
});
