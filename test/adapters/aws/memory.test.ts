import { describe, it } from "vitest";
import { memoryObjects } from "../../support/memory-objects.ts";
import { OBJECTS_CONTRACT } from "../../support/objects-contract.ts";

describe("the store in memory that tests use", () => {
  it.each([...OBJECTS_CONTRACT])("%s", async (_, check) => {
    await check(memoryObjects());
  });
});
