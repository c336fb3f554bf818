/**
 * What a host is when it is not outside: the machine that calls, its link, or the service that gives cloud machines
 * their credentials. Undefined for every other host. `host` as URL writes it: lower case, IPv4 in four decimal parts,
 * IPv6 shortened and in brackets.
 */
export function insideOf(host: string): string | undefined {
  const name = host.replace(/\.$/, "");
  return INSIDE.find(({ pattern }) => pattern.test(name))?.what;
}

const SELF = "the calling machine itself";
const METADATA = "where cloud machines get their credentials";

const INSIDE: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  { pattern: /^(?:.+\.)?localhost$/, what: SELF },
  { pattern: /^(?:127|0)\.\d+\.\d+\.\d+$/, what: SELF },
  { pattern: /^169\.254\.169\.254$/, what: METADATA },
  { pattern: /^169\.254\.\d+\.\d+$/, what: "an address of the calling machine's own link" },
  { pattern: /^metadata\.google\.internal$/, what: METADATA },
  { pattern: /^\[fd00:ec2::254\]$/, what: METADATA },
  // Loopback, unspecified, IPv4 in IPv6 (mapped, compatible, translated): all in ::/32 and 64:ff9b::/96.
  {
    pattern: /^\[(?:::|0:0:|64:ff9b:)/,
    what: "an address that stands for the calling machine or hides an IPv4 address",
  },
  { pattern: /^\[fe[89ab][0-9a-f]:/, what: "an address of the calling machine's own link" },
];
