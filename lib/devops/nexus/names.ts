import type { CodeGroup } from "../grant";

/** Names and ports of Nexus, as its chart, its configuration and everybody who speaks to it have them. */
export const NEXUS = {
  /** Release, service and workload in the namespace of the tools. */
  name: "nexus",
  ports: {
    /** Its pages, its REST API and all repositories but that of images. */
    http: 8081,
    /** The registry: the repository of images answers here as if it were alone. */
    registry: 8082,
  },
  /** Repository of the images. */
  images: "docker",
  /** Its own administrator, whose password is that of the secret `nexus-admin`. */
  admin: "admin",
} as const;

/**
 * Kinds of Nexus' own accounts, for machines. Each group of code has one with which its pipelines push, and each pilot one with
 * which its sandboxes pull images, so that nobody gets what is another's by way of a machine.
 */
export const NEXUS_ACCOUNTS = ["build", "pull"] as const;

/** One of the kinds. */
export type NexusAccount = (typeof NEXUS_ACCOUNTS)[number];

/** The name that an account signs in with. */
export function nexusAccount(kind: NexusAccount, group: string): string {
  return `${kind}-${group}`;
}

/** The secret with its password, under the key `password`. */
export function nexusAccountSecret(kind: NexusAccount, group: string): string {
  return `${NEXUS.name}-${nexusAccount(kind, group)}`;
}

/** The accounts that groups of code have: only sandboxes pull. */
export function nexusAccountsOf(groups: readonly CodeGroup[]): { kind: NexusAccount; group: string }[] {
  return groups.flatMap(({ name, sandboxes }) => [
    { kind: "build", group: name },
    ...(sandboxes.length > 0 ? [{ kind: "pull" as const, group: name }] : []),
  ]);
}

/**
 * How the names of everything begin that the configuration makes for rights and for cleaning up: an object of such a name is written anew by each
 * configuration, and others are left alone.
 */
export const OWN_PREFIX = "testbed-";
