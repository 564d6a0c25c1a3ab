import { z } from "zod";
import { kindOf, quote } from "../../quote";
import { nearest } from "../../suggest";
import { says } from "../fields";
import { groupName } from "./group-name";

const ROLES = ["admin", "guest"] as const;

const EXAMPLE = ["pilot2"];

/** What a group may do: `admin`, `guest`, or the pilots and groups of code that it develops. */
export function grant() {
  const names = groupName();
  const { pattern, maxLength } = names.meta() ?? {};
  return (
    z
      .union([z.enum(ROLES), z.array(z.string().meta({ pattern, maxLength })).min(1)], {
        error: ({ input }) => says(notAGrant(input), mendOf(input)),
      })
      .superRefine((value, context) => {
        if (typeof value === "string") return;
        // A union would not say which of its items is wrong.
        for (const [index, name] of value.entries()) {
          for (const { message } of names.safeParse(name).error?.issues ?? []) {
            context.addIssue({ code: "custom", message, path: [index] });
          }
        }
      })
      // Messages look for what may stand in a list: a union has no place for it.
      .meta({ examples: [EXAMPLE, "guest"], items: { type: "string", pattern, maxLength } })
  );
}

function mendOf(input: unknown): string {
  const meant = typeof input === "string" ? nearest(input.toLowerCase(), ROLES) : undefined;
  const question = meant === undefined ? "" : `Did you mean ${meant}? `;
  return `${question}Write admin, guest, or a list of what it develops, as in [${EXAMPLE}].`;
}

function notAGrant(input: unknown): string {
  if (typeof input === "string") return `${quote(input)} is neither admin nor guest`;
  return Array.isArray(input)
    ? "is a list, and not of names"
    : `is ${kindOf(input)}, and says nothing that a group may do`;
}
