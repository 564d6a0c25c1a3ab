import { describe, expect, it } from "vitest";
import { mirrored } from "../../../lib/charts/mirror";
import { ciliumImages } from "../../../lib/cilium/images";

const name = (at: (reference: string) => string) => ({ image: at("quay.io/x") });

describe("a mirror of images", () => {
  it("given one, then it stands before the whole reference", () => {
    expect(mirrored({ images: "mirror.example.org/proxy" }, name)).toEqual({
      image: "mirror.example.org/proxy/quay.io/x",
    });
  });

  it("given none, then nothing is said, so that charts keep their own", () => {
    expect(mirrored({}, name)).toEqual({});
    expect(mirrored({ charts: "oci://mirror.example.org" }, name)).toEqual({});
    expect(ciliumImages({})).toEqual({});
  });
});
