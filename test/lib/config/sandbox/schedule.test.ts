import { describe, expect, it } from "vitest";
import { schedule, timeZone } from "../../../../lib/config/sandbox/schedule";

describe("a schedule", () => {
  it.each([
    "0 3 * * *",
    "*/15 * * * *",
    "0 8-18/2 * * mon-fri",
    "5,35 0 1,15 jan,JUL 0",
    "59 23 31 12 6",
    "05 03 01 01 *",
    "@daily",
    "@hourly",
  ])("is %j", (text) => {
    expect(schedule().safeParse(text).success).toBe(true);
  });

  it.each([
    "",
    "every day",
    "0 3 * *",
    "0 0 3 * * *",
    "60 * * * *",
    "0 24 * * *",
    "0 3 0 * *",
    "0 3 32 * *",
    "0 3 * 13 *",
    "0 3 * month *",
    "0 3 * * 7",
    "*/0 * * * *",
    "@reboot",
    "0 3 * * *; true",
  ])("is not %j", (text) => {
    expect(schedule().safeParse(text).success).toBe(false);
  });
});

describe("a time zone", () => {
  it.each(["UTC", "Europe/Nicosia", "America/Argentina/Buenos_Aires", "Etc/GMT+1"])("is %s", (text) => {
    expect(timeZone().safeParse(text).success).toBe(true);
  });

  it.each(["", "Local", "Europe/Nikosia", "+02:00", "europe/nicosia", "../etc/passwd"])("is not %j", (text) => {
    expect(timeZone().safeParse(text).success).toBe(false);
  });
});
