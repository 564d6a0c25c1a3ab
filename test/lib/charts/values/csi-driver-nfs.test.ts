import { describe, expect, it } from "vitest";
import { csiDriverNfsValues, NFS_DRIVER } from "../../../../lib/charts/values/csi-driver-nfs";

describe("the values of the NFS driver (SB-3)", () => {
  const { fixed, defaults } = csiDriverNfsValues({ mirror: {} });

  it("name the driver as the storage classes do", () => {
    expect(fixed).toHaveProperty("driver.name", NFS_DRIVER);
  });

  it("leave storage classes and snapshots alone", () => {
    expect(fixed).toMatchObject({
      storageClass: { create: false },
      controller: { enableSnapshotter: false },
      externalSnapshotter: { enabled: false },
    });
  });

  it("let no pod mount the server by itself", () => {
    expect(fixed).toHaveProperty("feature.enableInlineVolume", false);
  });

  it("leave the rest to the chart", () => {
    expect(defaults).toEqual({});
  });

  it("name all images as a mirror has them: the chart puts its base before each", () => {
    const { fixed: mirrored } = csiDriverNfsValues({ mirror: { images: "mirror.example.org/proxy" } });
    expect(mirrored).toHaveProperty("image", {
      baseRepo: "mirror.example.org/proxy/registry.k8s.io",
      nfs: { repository: "/sig-storage/nfsplugin" },
    });
    expect(fixed).not.toHaveProperty("image");
  });
});
