import { SCOPES } from "./access.ts";
import { exactKeys, object, refuse, textField } from "./check.ts";
import type { Operation } from "./operation.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What the calling token may do, and how one gets a token for a JWT of a trusted issuer. */
export function tokenOperations(options: {
  readonly token: () => string;
  readonly scopes: readonly string[];
}): readonly Operation[] {
  return [
    {
      method: "GET",
      path: "/user/token",
      scopes: SCOPES.readToken,
      answer: () => ({
        status: 200,
        body: {
          id: "00000000-0000-4000-8000-000000000001",
          name: "emulator",
          expires_at: null,
          scopes: options.scopes,
          ip_restrictions: [],
          workspace_restrictions: [],
        },
      }),
    },
    {
      method: "POST",
      path: "/user/oidc/tokens",
      // No bearer: github.com/buddy/login sends none. Any JWT is believed, and the answer is a JSON text.
      answer(call) {
        const fields = object(call.body, "The body");
        exactKeys(fields, "The body", ["provider_id", "web_identity_token"]);
        if (!UUID.test(textField(fields.provider_id, "provider_id"))) refuse("provider_id must be a UUID");
        textField(fields.web_identity_token, "web_identity_token");
        return { status: 200, body: options.token() };
      },
    },
  ];
}
