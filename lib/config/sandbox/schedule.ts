import { quote } from "../../quote";
import { says, text } from "../fields";

const MEND = 'Write minute, hour, day, month and weekday, as in "0 3 * * *" for every day at 3.';

const names = (list: string) => list.replaceAll(" ", "|");

/** The fields of a schedule, and the values that Kubernetes takes in them: Sunday is 0, never 7. */
const FIELDS = [
  { title: "minute", value: "[0-5]?\\d", mend: "Minutes are 0 to 59." },
  { title: "hour", value: "[01]?\\d|2[0-3]", mend: "Hours are 0 to 23." },
  { title: "day", value: "0?[1-9]|[12]\\d|3[01]", mend: "Days are 1 to 31." },
  {
    title: "month",
    value: `0?[1-9]|1[0-2]|${names("jan feb mar apr may jun jul aug sep oct nov dec")}`,
    mend: "Months are 1 to 12, or jan to dec.",
  },
  {
    title: "weekday",
    value: `[0-6]|${names("sun mon tue wed thu fri sat")}`,
    mend: "Weekdays are 0 (Sunday) to 6, or sun to sat.",
  },
].map(({ title, value, mend }) => {
  const part = `(\\*|(${value})(-(${value}))?)(/[1-9]\\d?)?`;
  return { title, pattern: new RegExp(`^${part}(,${part})*$`, "i"), mend };
});

/** When something runs, in the cron form. */
export function schedule() {
  return text(
    /^(@(yearly|annually|monthly|weekly|daily|midnight|hourly)|[\dA-Za-z*,/-]+( [\dA-Za-z*,/-]+){4})$/,
    "is not a schedule",
    MEND,
  ).superRefine((value, context) => {
    const written = value.split(" ");
    if (written.length !== FIELDS.length) return;
    const wrong = FIELDS.findIndex(({ pattern }, index) => !pattern.test(written[index] ?? ""));
    const field = FIELDS[wrong];
    if (field) context.addIssue(says(`${quote(value)} has no such ${field.title} as ${written[wrong]}`, field.mend));
  });
}

const MEND_ZONE = 'Write it as in "Europe/Nicosia" or "UTC".';

/** A time zone, by the name that the tz database has for it. */
export function timeZone() {
  return text(/^[A-Z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/, "is not a time zone", MEND_ZONE).superRefine(
    (value, context) => {
      if (!isTimeZone(value)) context.addIssue(says(`${quote(value)} is not a time zone`, MEND_ZONE));
    },
  );
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
