/** The token of every run in this folder: in no form may it come out again. Its characters are those that encodings change. */
export const CANARY = "canary-3f9c/B2+a4=Zq7~xW&d1";

/** The forms of the canary that a text holds. */
export function leaksIn(text: string): readonly string[] {
  return FORMS.filter((form) => text.includes(form));
}

const FORMS: readonly string[] = [
  CANARY,
  CANARY.slice(0, 12),
  encodeURIComponent(CANARY),
  encodeURIComponent(CANARY).toLowerCase(),
  Array.from(CANARY, (character) => `%${character.charCodeAt(0).toString(16)}`).join(""),
  ...[0, 1, 2].flatMap((shift) => [
    aligned("base64", shift),
    aligned("base64url", shift),
    encodeURIComponent(aligned("base64", shift)),
  ]),
];

/** What of the encoding depends on the canary alone when `shift` bytes come before it. */
function aligned(encoding: "base64" | "base64url", shift: number): string {
  const text = Buffer.from(`${"x".repeat(shift)}${CANARY}`)
    .toString(encoding)
    .replace(/=+$/, "");
  return text.slice(shift === 0 ? 0 : 4, -1);
}
