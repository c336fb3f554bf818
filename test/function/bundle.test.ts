import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bundle, bundle } from "../../bin/bundler.ts";

const run = promisify(execFile);

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "distro-sync-bundle-"));
});

afterAll(() => rm(folder, { recursive: true }));

describe.each(["reconcile", "webhook"])("the bundle of %s", (name) => {
  let made: Bundle;
  let code: string;

  beforeAll(async () => {
    made = await bundle(`functions/${name}.ts`, join(folder, name));
    code = await readFile(made.path, "utf8");
  });

  it("makes no code from text", () => {
    expect(code.match(/\beval\b|\bnew Function\b|\bFunction\(|"(?:node:)?vm"/g)).toBeNull();
  });

  it("is loaded by Node alone, where there are no packages", async () => {
    const load = `await import(${JSON.stringify(made.path)}).catch(({ name }) => console.log(name));`;
    const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", load], {
      cwd: folder,
      env: { AWS_REGION: "eu-central-1" },
    });
    // It gets as far as to miss what the stack puts beside it, or around it.
    expect(stdout.trim()).toMatch(/^(?:SettingsError|EnvironmentError)?$/);
  });

  it("tells its size", () => {
    expect(made.bytes).toBe(Buffer.byteLength(code));
    expect(made.gzipBytes).toBeLessThan(made.bytes);
  });
});

describe("a bundle", () => {
  it("is refused when it holds what has no business in a function", async () => {
    await expect(bundle("bin/generate.ts", join(folder, "wrong"))).rejects.toThrow(
      /the bundle of bin\/generate\.ts would hold or need .*node_modules\/ajv\//,
    );
  });
});
