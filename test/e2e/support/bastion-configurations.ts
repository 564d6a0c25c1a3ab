import type { StackJson } from "../../support/synth";

/** A text that Terraform compresses, in an expression. */
const GZIPPED = /base64gzip\(("(?:[^"\\]|\\.)*")\)/;

/** Names of stacks that hold what an HAProxy is to do. */
const EDGE = /-edge$/;

/**
 * What the HAProxy of these stacks is to do, on any target: in the parameter of AWS or in the metadata of OpenStack, without nodes
 * and compressed; in an output, with nodes and as it is, where the machine is not ours.
 */
export function configurationsOf(stacks: Readonly<Record<string, StackJson>>): string[] {
  return Object.entries(stacks)
    .filter(([name]) => EDGE.test(name))
    .flatMap(([, { resource, output, locals }]: [string, StackJson & { locals?: Record<string, unknown> }]) => {
      const parameters = Object.values(resource?.aws_ssm_parameter ?? {}).map(({ insecure_value }) => insecure_value);
      const gzipped = [...parameters, ...Object.values(locals ?? {})].flatMap((value) => {
        const [, quoted] = GZIPPED.exec(String(value)) ?? [];
        return quoted === undefined ? [] : [String(JSON.parse(quoted)).replaceAll(/([$%])\1\{/g, "$1{")];
      });
      const plain = output?.haproxy_configuration?.value;
      return plain === undefined ? gzipped : [...gzipped, String(plain)];
    });
}
