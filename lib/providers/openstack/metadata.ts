/** Ties a construct to its provider: cdktf refuses a stack that has the one without the other. */
export const OPENSTACK = { terraformGeneratorMetadata: { providerName: "openstack" } };
