import { describe, expect, it } from "vitest";
import { runbookPage, runbookSection } from "../../lib/infra/announcements.ts";

const GITHUB = "https://github.com/acme/distro-sync/blob/HEAD/docs/runbook.md";

describe("runbookPage", () => {
  it.each([
    "acme/distro-sync",
    "github:acme/distro-sync",
    "https://github.com/acme/distro-sync",
    "https://github.com/acme/distro-sync.git",
    "git+https://github.com/acme/distro-sync.git",
    "git://github.com/acme/distro-sync.git",
    "git@github.com:acme/distro-sync.git",
    "git+ssh://git@github.com/acme/distro-sync.git",
    "https://somebody:secret@github.com/acme/distro-sync/",
  ])("is a full address, however the repository is written: %s", (url) => {
    expect(runbookPage({ repository: url })).toBe(GITHUB);
    expect(runbookPage({ repository: { type: "git", url } })).toBe(GITHUB);
  });

  it("is on the site where the repository is", () => {
    expect(runbookPage({ repository: "gitlab:acme/distro-sync" })).toBe(
      "https://gitlab.com/acme/distro-sync/blob/HEAD/docs/runbook.md",
    );
    expect(runbookPage({ repository: "git+https://git.example.com/team/acme/distro-sync.git" })).toBe(
      "https://git.example.com/team/acme/distro-sync/blob/HEAD/docs/runbook.md",
    );
    expect(runbookPage({ repository: "bitbucket:acme/distro-sync" })).toBe(
      "https://bitbucket.org/acme/distro-sync/src/HEAD/docs/runbook.md",
    );
  });

  it.each([undefined, null, "", "distro-sync", 5, {}, { url: 5 }, { url: "" }, "https://github.com/"])(
    "is none where no repository is named: %j",
    (repository) => {
      expect(runbookPage({ repository })).toBeUndefined();
    },
  );
});

describe("runbookSection", () => {
  it("is a link where the page is known, else the file and its section", () => {
    expect(runbookSection("drift-stays", GITHUB)).toBe(`${GITHUB}#drift-stays`);
    expect(runbookSection("drift-stays", undefined)).toBe("see docs/runbook.md, section drift-stays");
  });
});
