import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { TokenError, TokenUnavailableError } from "../../errors.ts";
import type { TokenSource } from "../../ports.ts";
import { checkToken } from "../http/token.ts";
import { type AwsFailure, type AwsPlace, awsFailure, CONNECTION } from "./failure.ts";

/** Values by name, which operators put where the function can read them: what Parameter Store is to us. */
export interface Parameters {
  /**
   * A secret has to be stored encrypted, and anything else as plain text.
   * @throws ParameterError
   */
  read(name: string, options: { readonly secret: boolean }): Promise<string>;
}

/** There is no value to be had. The message names the parameter, ends with the remedy, and never holds a value. */
export class ParameterError extends Error {
  override readonly name = "ParameterError";
  readonly failure: ParameterFailure;

  constructor(message: string, failure: ParameterFailure) {
    super(message);
    this.failure = failure;
  }
}

export type ParameterFailure =
  | "missing"
  | "wrong-type" // a secret in plain text, or something encrypted that is no secret
  | "denied" // the caller may not read or decrypt it, or has no credentials at all
  | "unavailable" // throttled, no answer, or a failure of AWS itself, after the tries that are allowed
  | "broken"; // an answer that is not what Parameter Store promises

/** AWS Systems Manager Parameter Store. One call a reading: nothing is remembered. */
export function parameterStore(client: SSMClient): Parameters {
  return {
    read: async (name, { secret }) => {
      const { Type: type, Value: value } = await ask(client, name, secret);
      if (typeof type !== "string" || typeof value !== "string") {
        throw new ParameterError(`${called(name)} could not be read: the answer lacks it`, "broken");
      }
      if (secret && type !== "SecureString") throw unencrypted(name, type);
      if (!secret && type !== "String") {
        throw new ParameterError(
          `${called(name)} is a ${type}, and has to be plain text: delete it, and put it there anew (${put(name, { secret })})`,
          "wrong-type",
        );
      }
      return value;
    },
  };
}

/** Region and credentials are those of the environment, where `place` does not say otherwise. */
export function ssmClient(place: AwsPlace = {}): SSMClient {
  return new SSMClient({ ...CONNECTION, ...place });
}

async function ask(client: SSMClient, name: string, secret: boolean) {
  try {
    const { Parameter: found } = await client.send(
      new GetParameterCommand({ Name: name, WithDecryption: secret }),
    );
    return found ?? {};
  } catch (error) {
    throw explained(name, secret, awsFailure(error));
  }
}

function explained(name: string, secret: boolean, failure: AwsFailure): ParameterError {
  const { kind, code, said, action } = failure;
  if (code === "ParameterNotFound") {
    return new ParameterError(
      `${called(name)} is not there: put it there (${put(name, { secret })}), in the region of the function`,
      "missing",
    );
  }
  const fault = `${called(name)} could not be read: ${said}`;
  if (code === "InvalidKeyId") {
    return new ParameterError(
      `${fault}; see that the KMS key that encrypts it is there and enabled`,
      "denied",
    );
  }
  switch (kind) {
    case "anonymous":
      return new ParameterError(`${fault}; sign in to AWS, and set AWS_REGION`, "denied");
    case "denied":
      return new ParameterError(`${fault}; allow the caller ${action ?? allActions(secret)}`, "denied");
    case "unavailable":
      return new ParameterError(`${fault}; try again later`, "unavailable");
    case "refused":
    case "broken":
      return new ParameterError(
        `${fault}; see that this is the name of a parameter, and try again`,
        "broken",
      );
    default:
      return kind satisfies never;
  }
}

function allActions(secret: boolean): string {
  return secret ? "ssm:GetParameter on it, and kms:Decrypt on its key" : "ssm:GetParameter on it";
}

/** Parameter Store changes the type of no parameter, and what was in plain text may have been read by many. */
function unencrypted(name: string, type: string): ParameterError {
  return new ParameterError(
    `${called(name)} holds a secret in plain text (${type}): delete it (aws ssm delete-parameter --name ${name}), \
have the secret replaced by another one, and store that encrypted (${put(name, { secret: true })})`,
    "wrong-type",
  );
}

function called(name: string): string {
  return `the parameter ${name}`;
}

/** The command of the operator, without a value. */
function put(name: string, { secret }: { readonly secret: boolean }): string {
  return `aws ssm put-parameter --type ${secret ? "SecureString" : "String"} --name ${name} --value …`;
}

/** The token in a SecureString of Parameter Store, read each time: see `cachedToken`. */
export function ssmToken(parameters: Parameters, name: string): TokenSource {
  return {
    token: async () => checkToken(await secretIn(parameters, name), `the parameter ${name}`),
  };
}

async function secretIn(parameters: Parameters, name: string): Promise<string> {
  try {
    return await parameters.read(name, { secret: true });
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error;
    const Failure = error.failure === "unavailable" ? TokenUnavailableError : TokenError;
    throw new Failure(error.message, { cause: error });
  }
}
