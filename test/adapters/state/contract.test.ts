import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, onTestFinished } from "vitest";
import { fileState } from "../../../lib/adapters/state/file.ts";
import { OWNER, sharedState } from "../../support/shared-state.ts";
import { STATE_CONTRACT } from "../../support/state-contract.ts";

describe.each([
  ["fileState", inFolder],
  ["s3State", () => sharedState().stateOf],
])("%s", (_, fresh) => {
  it.each([...STATE_CONTRACT])("%s", async (__, check) => {
    const stateOf = fresh();
    await check(() => stateOf());
  });
});

function inFolder() {
  const folder = mkdtempSync(join(tmpdir(), "distro-sync-state-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return () => fileState(folder, OWNER, { now: () => Date.UTC(2026, 10, 24) });
}
