import { TokenError } from "../../ports.ts";

/** The token could not be fetched just now. It may be where it was: another try, or an older copy, may do. */
export class TokenUnavailableError extends TokenError {}
