import { z } from "zod";
import { quote } from "../../quote";
import { says } from "../fields";

/** What marks such a text in the JSON schema. */
export const FREE_TEXT = "Any text: what Terraform would read as an expression is escaped";

/**
 * Text of the partner's own, for a process to read: it may hold anything, `${HOME}` too, and is escaped where it meets
 * Terraform. Only what names a token of cdktf is refused: cdktf would put something else in its place.
 */
export function freeText(max = 32_768) {
  return z
    .string()
    .superRefine((value, context) => {
      if (/TfToken\[/.test(value)) {
        context.addIssue(says(`${quote(value)} holds a token of cdktf`, "Write the text without TfToken[."));
      }
      if (value.length > max) {
        context.addIssue(says(`has ${value.length} characters, more than ${max}`, "Shorten it."));
      }
    })
    .meta({ $comment: FREE_TEXT, maxLength: max });
}
