import { z } from "zod";
import { make } from "./accounts";
import type { Api } from "./api";
import { PHYSICAL_NETWORK } from "./neutron";

/** Machines as the cloud has them, by name: virtual processors, memory and disk in GiB. */
const FLAVORS: Readonly<Record<string, readonly [number, number, number]>> = {
  "m1.small": [1, 2, 20],
  "m1.medium": [2, 4, 40],
  "m1.large": [4, 8, 80],
  "m1.xlarge": [8, 16, 160],
};

/** What a cloud has before anybody uses it: the network `public` that floating IPs are of, the image `debian-12`, flavors. */
export async function seed(api: Api): Promise<void> {
  await Promise.all([addPublicNetwork(api), addImage(api), addFlavors(api)]);
}

async function addPublicNetwork(api: Api): Promise<void> {
  const network = await make(api, "network", "/networks", {
    network: {
      name: "public",
      "router:external": true,
      "provider:network_type": "flat",
      "provider:physical_network": PHYSICAL_NETWORK,
    },
  });
  const subnet = { network_id: network, name: "public", ip_version: 4, cidr: "203.0.113.0/24", enable_dhcp: false };
  await make(api, "network", "/subnets", { subnet });
}

const imageSchema = z.object({ id: z.string() });

async function addImage(api: Api): Promise<void> {
  const properties = { os_distro: "debian", os_version: "12", architecture: "x86_64" };
  const image = { name: "debian-12", disk_format: "raw", container_format: "bare", visibility: "public", min_disk: 2 };
  const { id } = imageSchema.parse(await api.post("image", "/images", { ...image, ...properties }));
  await api.send("PUT", "image", `/images/${id}/file`, Buffer.alloc(1024), "application/octet-stream");
}

async function addFlavors(api: Api): Promise<void> {
  for (const [name, [vcpus, memory, disk]] of Object.entries(FLAVORS)) {
    await make(api, "compute", "/flavors", { flavor: { name, vcpus, ram: memory * 1024, disk } });
  }
}
