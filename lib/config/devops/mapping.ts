import type { z } from "zod";
import { kindOf } from "../../quote";
import { says } from "../fields";

/** What is said where something else stands than the mapping of a schema: a key with nothing behind it, `true`, a text, a list. */
export function notAMapping(mend: string) {
  return ({ code, input }: z.core.$ZodRawIssue): string | undefined =>
    code === "invalid_type" ? says(`is ${kindOf(input)}, not a mapping`, mend) : undefined;
}
