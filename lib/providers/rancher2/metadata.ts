/** Ties a construct to its provider: cdktf refuses a stack that has the one without the other. */
export const RANCHER2 = { terraformGeneratorMetadata: { providerName: "rancher2" } };
