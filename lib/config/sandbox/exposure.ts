import { z } from "zod";
import { DEFAULTS } from "../../defaults";
import { quote } from "../../quote";
import { repairedLabel, sourceName, text } from "../fields";
import { componentName, dataKey, portName } from "./names";
import { protocol } from "./port";

/** The node ports of Kubernetes (INF-33). */
export const NODE_PORTS = { first: 30000, last: 32767 } as const;

/** Longest label of a host name, and longest name (RFC 1035). */
const LONGEST = { label: 63, name: 253 };

function mendOfHost(host: string): string {
  if (host.length > LONGEST.name || host.split(".").some(({ length }) => length > LONGEST.label)) {
    return `Shorten it: a label has at most ${LONGEST.label} characters, and a full name ${LONGEST.name}.`;
  }
  const [label = ""] = host.replace(/^\w+:\/\//, "").split(/[.:/]/);
  return `Write the label below the domain of the place, as in ${quote(repairedLabel(label) || "pilot2")}.`;
}

/** A way into a sandbox: a node port through the bastion, or an HTTPS host. */
export const exposureSchema = z
  .strictObject({
    component: componentName()
      .meta({ examples: ["lx-kafka"] })
      .describe("Component to reach"),
    port: portName()
      .optional()
      .describe(
        "Name of one of its ports. Default: its only port, or portNumber where a partner describes the component",
      ),
    portNumber: z
      .int()
      .min(1)
      .max(65535)
      .optional()
      .describe("Number of its port, where the component is described in another repository"),
    protocol: protocol().describe("Protocol of portNumber"),
    replica: z.int().min(0).max(99).optional().describe("One replica of a stateful component. Default: any"),
    nodePort: z
      .int()
      .min(NODE_PORTS.first)
      .max(NODE_PORTS.last)
      .optional()
      .describe(
        "Port of the bastion and of every node (INF-33). Default: where there is no host either, one that is assigned, and then stays the same by ledger.yaml",
      ),
    host: text(
      /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/,
      "is not a host name",
      mendOfHost,
    )
      .meta({ examples: ["pilot2"] })
      .optional()
      .describe(
        "Label of the HTTPS host, which the domain of the place follows; or a full name that the place allows under hosts",
      ),
    limits: z
      .strictObject({
        rate: z
          .int()
          .min(1)
          .max(100_000)
          .default(DEFAULTS.hostRate)
          .describe("Requests in a second from one client address, on average; for a moment twice as many"),
        body: text(/^[1-9]\d{0,5}(Ki|Mi)$/, "is no size of a body", 'Write it as in "10Mi", up to 128Mi.')
          .meta({ examples: ["10Mi"] })
          .optional()
          .describe(
            "Largest body of a request, 128Mi at most. It makes the ingress controller hold each request and each answer until it is whole, so it is not for hosts that stream; answers then have at most 64Mi. Default: no limit",
          ),
      })
      .optional()
      .describe(`What a host takes (INF-20). Default: rate ${DEFAULTS.hostRate}, for hosts alone`),
    advertise: dataKey()
      .optional()
      .describe(
        "Key of the component's config that tells it how others reach it: <public address>:<node port>, or https://<host> (INF-34). Default: none",
      ),
    from: z
      .array(sourceName())
      .min(1)
      .meta({ examples: [["office"]] })
      .optional()
      .describe(
        "Who may come in by the node port: names of lists under sources of the place, or anywhere. Default: nobody. Hosts are open to everybody",
      ),
  })
  .meta({ examples: [{ component: "lx-kafka", port: "broker", nodePort: 30040, from: ["office"] }] });

/** A way in as people write it, in a file or in code. */
export type ExposureOptions = z.input<typeof exposureSchema>;

/** A way in, with all defaults filled in. */
export type ExposureDescription = z.output<typeof exposureSchema>;
