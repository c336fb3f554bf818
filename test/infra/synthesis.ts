import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { afterAll } from "vitest";
import type { Config } from "../../lib/core/config/config.generated.ts";
import { DistroSync, type DistroSyncProps } from "../../lib/infra/distro-sync.ts";
import { DistroSyncStack } from "../../lib/infra/stack.ts";

/** Configurations and manifests of the tests. */
export const FIXTURES = "test/infra/fixtures";

export type Resource = {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
};

export type Synthesis = {
  readonly app: App;
  readonly stack: Stack;
  readonly template: Template;
  readonly resources: ReadonlyMap<string, Resource>;
  /** Those of a type. */
  readonly of: (type: string) => readonly Resource[];
  /** The only one of a type. */
  readonly only: (type: string) => Resource;
  /** The cloud assembly. */
  readonly folder: string;
};

/** The stack that a configuration of the fixtures makes, as `npx cdk synth` makes it. */
export function synthesiseFile(name: string): Synthesis {
  const app = newApp();
  return synthesised(app, new DistroSyncStack(app, "DistroSync", { config: `${FIXTURES}/${name}` }));
}

/** The construct by itself, in the stack of somebody else. */
export function synthesise(config: Config, props: Partial<DistroSyncProps> = {}): Synthesis {
  const app = newApp();
  const stack = new Stack(app, "Theirs");
  const part = new DistroSync(stack, "DistroSync", { config, folder: FIXTURES, ...props });
  return synthesised(app, part.node.scope === stack ? stack : Stack.of(part));
}

/** What is at `Some.Path` of a resource's properties; a number is a place in a list. */
export function at(resource: Resource | undefined, path: string): unknown {
  return path.split(".").reduce<unknown>((inner, key) => {
    if (typeof inner !== "object" || inner === null) return undefined;
    return (inner as Readonly<Record<string, unknown>>)[key];
  }, resource?.Properties);
}

/** What a stack prints. */
export function outputsOf({ template }: Synthesis): Readonly<Record<string, unknown>> {
  const { Outputs } = template.toJSON() as { readonly Outputs: Readonly<Record<string, unknown>> };
  return Outputs;
}

/** The smallest workspace. */
export function workspace(name = "my-company") {
  return { workspace: name, token: { ssm: `/distro-sync/${name}/token` } };
}

const { context: FLAGS } = JSON.parse(readFileSync("cdk.json", "utf8")) as {
  readonly context: Record<string, unknown>;
};

/** An app with the flags of cdk.json, unless it is to have others. CDK's own check of templates takes seconds. */
export function newApp({ context = FLAGS, check = false } = {}): App {
  const outdir = mkdtempSync(join(tmpdir(), "distro-sync-cdk-"));
  afterAll(() => rmSync(outdir, { recursive: true, force: true }));
  return new App({ outdir, context, builtinCloudFormationValidation: check });
}

export function synthesised(app: App, stack: Stack): Synthesis {
  const template = Template.fromStack(stack);
  const { Resources } = template.toJSON() as { readonly Resources: Readonly<Record<string, Resource>> };
  const resources = new Map(
    Object.entries(Resources).map(([id, found]) => [id, { ...found, Properties: found.Properties ?? {} }]),
  );
  const of = (type: string) => [...resources.values()].filter(({ Type }) => Type === type);
  return {
    app,
    stack,
    template,
    resources,
    of,
    only: (type) => {
      const [found, ...others] = of(type);
      if (found === undefined || others.length > 0)
        throw new Error(`${others.length + 1} resources are ${type}`);
      return found;
    },
    folder: app.outdir,
  };
}
