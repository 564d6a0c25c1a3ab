import { Fn, TerraformLocal, Token } from "cdktf";
import { Construct } from "constructs";
import type { NodeRole, Way } from "../way";
import { waysParameter } from "./ways-parameter";

/** What a `ServerMetadata` is made of. */
export interface ServerMetadataProps {
  readonly ways: readonly Way[];
  /** Addresses of the nodes, by role: values of other stacks, known when Terraform plans. */
  readonly nodes: Readonly<Partial<Record<NodeRole, readonly string[]>>>;
}

/** Most characters of a value of a server's metadata (Nova's schema of the API, `parameter_types.metadata`). */
const LONGEST_VALUE = 255;

/** The texts of which the metadata consists, as `bastion/metadata.py` names and orders them. */
const TEXTS = ["ways", "worker", "control-plane"] as const;

/**
 * What the bastion is to do, as metadata of its server: the machine reads it from the metadata service, and so needs no
 * credential of the cloud. Each text is cut into numbered parts, because a value holds 255 characters; `contents` says how
 * many parts there are, and the digest of all, so that the machine never acts on metadata that is changed halfway.
 *
 * Terraform compresses, cuts and counts when it plans. If we did, the parts would change with the version of Node.js and
 * with the machine, because zlib promises no bytes; and if we did not compress, 200 ways would need more than the 128 items
 * that Nova gives a server without asking (`[quota] metadata_items`). So there are at most 34 items for the ways
 * (8192 characters at most, and `contents`), and one for each 15 nodes or more.
 */
export class ServerMetadata extends Construct {
  /** The metadata, for Terraform to work out. */
  readonly values: Readonly<Record<string, string>>;
  /** Its value `contents`, which no other metadata has. */
  readonly contents: string;

  /** @throws Error when the ways are too many, or two have one port */
  constructor(scope: Construct, id: string, { ways, nodes }: ServerMetadataProps) {
    super(scope, id);
    const texts = {
      ways: Fn.base64gzip(waysParameter(ways)),
      worker: addresses(nodes.worker),
      "control-plane": addresses(nodes["control-plane"]),
    };
    const parts = TEXTS.map((name) => {
      const local = new TerraformLocal(this, name, Fn.regexall(`.{1,${LONGEST_VALUE}}`, texts[name]));
      return { name, list: local.asList };
    });
    const whole = parts.map(({ list }) => Fn.join("", list));
    this.contents = Fn.jsonencode({
      ...Object.fromEntries(parts.map(({ name, list }) => [name, Fn.lengthOf(list)])),
      digest: Fn.sha256(Fn.join("\n", whole)),
    });
    const numbered = parts.map(({ name, list }) =>
      Fn.zipmap(Fn.formatlist(`${name}-%02d`, [Fn.range(0, Fn.lengthOf(list))]), list),
    );
    this.values = Token.asStringMap(Fn.merge([...numbered, { contents: this.contents }]));
  }
}

function addresses(nodes: readonly string[] = []): string {
  return nodes.length === 0 ? "" : Fn.join(",", [...nodes]);
}
