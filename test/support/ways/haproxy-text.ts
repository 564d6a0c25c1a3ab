import type { Stacks } from "./references";

const WRAPPED = /^\$\{base64gzip\((".*")\)\}$/s;

/** The configuration of HAProxy in the one parameter of these stacks, as the bastion gets it before it adds the workers. */
export function haproxyText(stacks: Stacks): string {
  const parameters = Object.values(stacks).flatMap(({ resource }) => Object.values(resource?.aws_ssm_parameter ?? {}));
  const [value, ...others] = parameters.map(({ insecure_value }) => String(insecure_value));
  const quoted = WRAPPED.exec(value ?? "")?.[1];
  if (quoted === undefined || others.length > 0) throw new Error("There is not one parameter with a gzipped text.");
  const text: string = JSON.parse(quoted);
  if (/(?<![$%])[$%]\{/.test(text)) throw new Error("Terraform would evaluate a part of the text.");
  return text.replaceAll(/([$%])\1\{/g, "$1{");
}
