import type { What } from "./fault.ts";
import { EMAIL, IDENTIFIER, REFERENCE } from "./schema-parts.ts";

/** What it means that a text does not match one of our patterns. */
export function explainPattern(pattern: string, name: string, cited: string): What {
  switch (pattern) {
    case IDENTIFIER.pattern:
      return {
        code: "INVALID_IDENTIFIER",
        message: `${name} is ${cited}, and Buddy allows letters, digits, _ and -, with no - at its ends`,
        remedy: "write a name such as my-shop",
      };
    case REFERENCE.pattern:
      return {
        code: "INVALID_REFERENCE",
        message: `${name} is ${cited}, which could not stand in an address of Buddy's API`,
        remedy: "write it as it stands in the address of Buddy's own page, without blanks and / \\ % ? #",
      };
    case EMAIL.pattern:
      return {
        code: "INVALID_EMAIL",
        message: `${cited} is not an e-mail address`,
        remedy: "write the address that the user has in Buddy",
      };
    default:
      return {
        code: "INVALID_TEXT",
        message: `${name} is ${cited}, and must neither be empty nor begin or end with a blank`,
        remedy: "write it without",
      };
  }
}
