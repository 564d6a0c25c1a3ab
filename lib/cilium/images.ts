import { type Mirror, mirrored } from "../charts/mirror";

/** The images of Cilium's chart as a mirror has them; their digests stay, as a mirror changes nothing in them. */
export function ciliumImages(mirror: Mirror): object {
  return mirrored(mirror, (at) => {
    const image = (name: string) => ({ image: { repository: at(`quay.io/cilium/${name}`) } });
    return {
      ...image("cilium"),
      operator: image("operator"),
      envoy: image("cilium-envoy"),
      certgen: image("certgen"),
      hubble: {
        relay: image("hubble-relay"),
        ui: { backend: image("hubble-ui-backend"), frontend: image("hubble-ui") },
      },
    };
  });
}
