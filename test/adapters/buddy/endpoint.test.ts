import { describe, expect, it } from "vitest";
import { EndpointError, parseEndpoint } from "../../../lib/adapters/buddy/endpoint.ts";
import { API_REGIONS } from "../../../lib/core/config/workspace.ts";

describe("parseEndpoint", () => {
  it.each(Object.values(API_REGIONS))("takes Buddy's own %s", (url) => {
    expect(parseEndpoint(url)).toBe(url);
  });

  it.each([
    ["http://127.0.0.1:3000", "http://127.0.0.1:3000"],
    ["http://localhost:80/", "http://localhost"],
    ["https://[::1]:8443/api", "https://[::1]:8443/api"],
  ])("takes %s, which is this machine", (text, base) => {
    expect(parseEndpoint(text)).toBe(base);
  });

  it.each([
    ["https://api.buddy.works/", "https://api.buddy.works"],
    ["https://API.Buddy.Works", "https://api.buddy.works"],
    ["https://api.buddy.works:443", "https://api.buddy.works"],
  ])("writes %s in one way", (text, base) => {
    expect(parseEndpoint(text)).toBe(base);
  });

  it.each([
    ["https://buddy.example.com/api/", "https://buddy.example.com/api"],
    ["https://Buddy.example.com:8443/api", "https://buddy.example.com:8443/api"],
    ["https://api.au.buddy.works", "https://api.au.buddy.works"],
  ])("takes %s: whether the token may go there is not its question", (text, base) => {
    expect(parseEndpoint(text)).toBe(base);
  });

  it.each([
    "http://api.buddy.works",
    "https://api.buddy.works@evil.com",
    "https://user:SECRET@api.buddy.works",
    "https://api.buddy.works\\@evil.com",
    "https://api.buddy.works.evil.com",
    "https://api.buddy.works.",
    "https://api。buddy。works",
    "https://api.bud\ndy.works",
    " https://api.buddy.works",
    "https://api.buddy.works ",
    "https://0x7f.1",
    "https://127.1",
    "https://2130706433",
    "https://[::ffff:127.0.0.1]",
    "https://[0:0:0:0:0:0:0:1]",
    "http://127.0.0.1.evil.com",
    "http://localhost.evil.com",
    "http://buddy.example.com",
    "https://buddy.example.com.",
    "https://api.buddy.works/..//x",
    "https://api.buddy.works//x",
    "https://api.buddy.works/%2e%2e/x",
    "https://api.buddy.works/a\\b",
    "https://api.buddy.works?access_token=SECRET",
    "https://api.buddy.works/#SECRET",
    "https:api.buddy.works",
    "https:///api.buddy.works",
    "https://",
    "file:///etc/passwd",
    "api.buddy.works",
    "",
  ])("refuses %j without repeating its secrets", (text) => {
    expect(() => parseEndpoint(text)).toThrow(EndpointError);
    expect(() => parseEndpoint(text)).not.toThrow(/SECRET/);
  });

  it.each(["api.buddy.works.evil.com", "evil-buddy.works", "xbuddy.works"])(
    "refuses %s, which only looks like Buddy's",
    (host) => {
      expect(() => parseEndpoint(`https://${host}`)).toThrow(EndpointError);
    },
  );
});
