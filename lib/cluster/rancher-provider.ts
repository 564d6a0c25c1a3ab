import type { TerraformStack } from "cdktf";
import { Rancher2Provider } from "../providers/rancher2/provider";
import { type ProviderPins, requireProvider } from "../require-provider";

/** Where a Rancher is reached. */
export interface RancherAddress {
  readonly url: string;
  /** Certificate of the authority behind its own, in PEM. Default: an authority that the public trusts */
  readonly certificateAuthority?: string | undefined;
}

/** Adds the provider of a Rancher to a stack; its token is given at run time, as `RANCHER_TOKEN_KEY`. */
export function addRancherProvider(stack: TerraformStack, server: RancherAddress, pins?: ProviderPins): void {
  requireProvider(stack, "rancher2", pins);
  new Rancher2Provider(stack, "rancher2", { apiUrl: server.url, caCerts: server.certificateAuthority });
}
