import { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { RANCHER2 } from "./metadata";

/** Arguments of the connection to a Rancher server. */
export interface Rancher2ProviderConfig {
  readonly apiUrl: string;
  /** Certificate of the authority of the server, as PEM. The default is those that the machine trusts. */
  readonly caCerts?: string;
  readonly alias?: string;
}

/** The connection to a Rancher server. The token comes from the environment variable `RANCHER_TOKEN_KEY`. */
export class Rancher2Provider extends TerraformProvider {
  static readonly tfResourceType = "rancher2";

  constructor(
    scope: Construct,
    id: string,
    private readonly config: Rancher2ProviderConfig,
  ) {
    super(scope, id, {
      ...RANCHER2,
      terraformResourceType: Rancher2Provider.tfResourceType,
      terraformProviderSource: "rancher/rancher2",
    });
  }

  override get alias() {
    return this.config.alias;
  }

  protected override synthesizeAttributes() {
    return { api_url: this.config.apiUrl, ca_certs: this.config.caCerts };
  }
}
