import type { Finding } from "../../explain";
import { inspect } from "../../inspect";
import { formatPath } from "../../problem";
import { type ExposureDescription, type ExposureOptions, exposureSchema } from "../../sandbox/exposure";
import type { SandboxDescription } from "../../sandbox/sandbox";
import { checkWaysIn } from "../ways-in";
import { checkExposures } from "./exposures";

/**
 * A way in that comes from code, held against what a file must hold to.
 *
 * @param sandbox the sandbox with the ways in that it has already
 * @throws Error with everything that is wrong with it
 */
export function checkedExposure(
  options: ExposureOptions,
  sandbox: SandboxDescription,
  name: string,
): ExposureDescription {
  const { findings: malformed, value } = inspect(exposureSchema, options);
  if (malformed.length > 0 || value === undefined) throw refusal(name, malformed);
  const expose = [...sandbox.expose, value];
  const index = expose.length - 1;
  const findings = [
    ...checkExposures({ ...sandbox, expose }, { name }),
    ...checkWaysIn({ [name]: { ...sandbox, expose } }),
  ].filter(({ path }) => path[1] === index);
  if (findings.length === 0) return value;
  throw refusal(
    name,
    findings.map((finding) => ({ ...finding, path: finding.path.slice(2) })),
  );
}

function refusal(name: string, findings: readonly Finding[]): Error {
  const texts = findings.map(({ path, what, mend }) => {
    const at = formatPath(path);
    return `${at === "" ? "" : `${at}: `}${what}. ${mend}`;
  });
  return new Error(`This way into ${name} cannot be. ${texts.join(" ")}`);
}
