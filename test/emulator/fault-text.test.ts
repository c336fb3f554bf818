import { describe, expect, it } from "vitest";
import { parseFault } from "../../lib/emulator/faults.ts";

describe("parseFault", () => {
  it.each([
    [
      "POST /distributions 2 after reset",
      { match: { method: "POST", path: "/distributions", nth: 2 }, when: "after", kind: "reset" },
    ],
    ["before time-out", { when: "before", kind: "time-out" }],
    ["* * after truncated", { when: "after", kind: "truncated" }],
    ["GET x3 before slow-body", { match: { method: "GET" }, times: 3, when: "before", kind: "slow-body" }],
    ["x* before not-json", { times: Number.POSITIVE_INFINITY, when: "before", kind: "not-json" }],
    ["#5 before reset", { call: 5, when: "before", kind: "reset" }],
    ["/before/after after reset", { match: { path: "/before/after" }, when: "after", kind: "reset" }],
    ["before status 503", { when: "before", kind: "status", status: 503 }],
    [
      "before status 429 Retry-After=5 X-Rate-Limit-Remaining=0 <h1>Slow down</h1>",
      {
        when: "before",
        kind: "status",
        status: 429,
        headers: { "Retry-After": "5", "X-Rate-Limit-Remaining": "0" },
        body: "<h1>Slow down</h1>",
      },
    ],
    [
      'after status 500 {"error":"no"}',
      { when: "after", kind: "status", status: 500, body: { error: "no" } },
    ],
    [
      "GET before redirect 302 https://example.com/",
      {
        match: { method: "GET" },
        when: "before",
        kind: "redirect",
        status: 302,
        location: "https://example.com/",
      },
    ],
    [
      'after wrong-shape {"distributions": null}',
      { when: "after", kind: "wrong-shape", body: { distributions: null } },
    ],
    ["after wrong-shape null", { when: "after", kind: "wrong-shape", body: null }],
    ["after oversize 20000000", { when: "after", kind: "oversize", bytes: 20_000_000 }],
  ])("reads %s", (text, fault) => {
    expect(parseFault(text)).toEqual(fault);
  });

  it.each([
    ["", "it reads [METHOD] [PATH]"],
    ["POST /distributions reset", "before|after"],
    ["post before reset", '"post" is no METHOD'],
    ["before explode", 'there is no fault "explode"'],
    ["before reset now", '"reset" takes nothing after it'],
    ["before status", "status CODE"],
    ["before status 1000", "status CODE"],
    ["before redirect 200 http://127.0.0.1/", "redirect CODE LOCATION"],
    ["before redirect 302", "redirect CODE LOCATION"],
    ["before wrong-shape {", "wrong-shape JSON"],
    ["before oversize much", "oversize BYTES"],
  ])("says what is wrong with %j", (text, message) => {
    expect(() => parseFault(text)).toThrow(`fault "${text}"`);
    expect(() => parseFault(text)).toThrow(message);
  });
});
