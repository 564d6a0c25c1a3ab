import { z } from "zod";
import { quote } from "../../quote";
import { says } from "../fields";
import { objectName } from "../sandbox/names";

/**
 * How tokens begin that a description asks for the secrets of: of GitLab (gitlab-org/gitlab issue 342327) and Slack
 * (docs.slack.dev, "Tokens").
 */
const TOKEN = /^(glpat-|xox[a-z]-)/i;

/** The name of a secret of Kubernetes: never what is in it. */
export function secretName() {
  return z
    .string()
    .superRefine((value, context) => {
      if (TOKEN.test(value)) {
        const mend =
          "Put it into a secret of Kubernetes, and write the name of that. Who read this file may have it: revoke it.";
        context.addIssue(says("is a token, not the name of a secret", mend));
      } else if (!objectName().safeParse(value).success) {
        const mend =
          "Use at most 63 lower-case letters, digits and inner hyphens; what is in the secret never stands here.";
        context.addIssue(says(`${quote(value)} is not the name of a secret of Kubernetes`, mend));
      }
    })
    .meta(objectName().meta() ?? {});
}
