import { describe, it } from "vitest";
import { troubledStories } from "./stories.ts";
import { expectRulesKept, TIME } from "./telling.ts";

describe("the tool and Buddy, whatever goes wrong", () => {
  it("keeps every rule of the model, and comes to rest", () => expectRulesKept(troubledStories), TIME);
});
