import { z } from "zod";
import { DEFAULTS } from "../defaults";
import { DEFAULT_KUBERNETES_MINOR, KUBERNETES_MINORS } from "../versions";
import { devopsSchema } from "./devops/devops";
import { cidr, dnsLabel, text } from "./fields";
import { platformSchema } from "./platform";

/** The portable file `testbed.yaml`: nothing in it names a cloud. */
export const testbedSchema = z
  .strictObject({
    place: dnsLabel(63, "it is the name of a file")
      .meta({ examples: ["aws"] })
      .describe("The place to deploy to: the name of a file under places/. TESTBED_PLACE chooses another one"),
    kubernetes: z
      .strictObject({
        minor: text(/^1\.\d{2}$/, "is not a Kubernetes minor", `Write one of ${KUBERNETES_MINORS.join(", ")}.`)
          .default(DEFAULT_KUBERNETES_MINOR)
          .describe(`Kubernetes minor version: one of ${KUBERNETES_MINORS.join(", ")}`),
        untested: z
          .boolean()
          .default(false)
          .describe("Allows a minor that this version of the library was not tested with"),
        podCidr: cidr()
          .default("10.42.0.0/16")
          .describe(
            "Addresses of pods on targets with a pod network of their own; on AWS pods take addresses of the VPC",
          ),
        serviceCidr: cidr().default(DEFAULTS.serviceCidr).describe("Addresses of Kubernetes services"),
      })
      .prefault({})
      .describe("The Kubernetes of the testbed, the same at every place"),
    platform: platformSchema,
    devops: devopsSchema,
  })
  .describe("A testbed: the portable part of its description");

/** What `testbed.yaml` says, with all defaults filled in. */
export type TestbedDescription = z.output<typeof testbedSchema>;
