import { describe, it } from "vitest";
import { calmStories } from "./stories.ts";
import { expectRulesKept, TIME } from "./telling.ts";

describe("the tool and Buddy, when nothing goes wrong", () => {
  it(
    "keeps every rule of the model, and comes to rest after each edit",
    () => expectRulesKept(calmStories),
    TIME,
  );
});
