import { describe, expect, it } from "vitest";
import { EndpointError, parseEndpoint } from "../../../lib/adapters/buddy/endpoint.ts";
import { REGIONS } from "../../../lib/core/config/workspace.ts";

describe("parseEndpoint", () => {
  it.each(Object.values(REGIONS))("takes Buddy's own %s", (url) => {
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

  it("keeps the path of a named host and drops the slash after it", () => {
    expect(parseEndpoint("https://buddy.example.com/api/", { named: ["buddy.example.com"] })).toBe(
      "https://buddy.example.com/api",
    );
  });

  it("takes a port only where it is named", () => {
    const text = "https://buddy.example.com:8443/api";
    expect(parseEndpoint(text, { named: ["Buddy.example.com:8443"] })).toBe(text);
    expect(() => parseEndpoint(text, { named: ["buddy.example.com"] })).toThrow(EndpointError);
  });

  it.each([
    "https://buddy.example.com/api",
    "http://api.buddy.works",
    "https://api.buddy.works@evil.com",
    "https://user:SECRET@api.buddy.works",
    "https://api.buddy.works\\@evil.com",
    "https://api.buddy.works.evil.com",
    "https://api.buddy.works:8443",
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
    "https://127.0.0.1.evil.com",
    "https://localhost.evil.com",
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

  it("says how to name a host of one's own", () => {
    expect(() => parseEndpoint("https://buddy.example.com/api")).toThrow(/distro-sync\.yaml: `api: /);
  });

  it.each(["api.buddy.works.evil.com", "evil-buddy.works", "xbuddy.works"])(
    "refuses %s, which looks like Buddy, even when it is named",
    (host) => {
      expect(() => parseEndpoint(`https://${host}`, { named: [host] })).toThrow(EndpointError);
    },
  );

  it("refuses http and a trailing dot for a named host", () => {
    const named = ["buddy.example.com", "buddy.example.com."];
    expect(() => parseEndpoint("http://buddy.example.com", { named })).toThrow(EndpointError);
    expect(() => parseEndpoint("https://buddy.example.com.", { named })).toThrow(EndpointError);
  });

  it("takes a new host of Buddy's own domain when it is named", () => {
    const url = "https://api.au.buddy.works";
    expect(parseEndpoint(url, { named: ["api.au.buddy.works"] })).toBe(url);
  });
});
