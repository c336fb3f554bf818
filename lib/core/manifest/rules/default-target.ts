import { routeRule } from "./rule.ts";

/** Buddy: "Default region is mandatory". */
export const defaultTargetRule = routeRule(({ targets }) =>
  Object.hasOwn(targets, "Default")
    ? []
    : [
        {
          path: ["targets"],
          part: "key",
          code: "MISSING_DEFAULT",
          message: "the route leads nowhere for visitors of other regions",
          remedy: "add a `Default:` target",
        },
      ],
);
