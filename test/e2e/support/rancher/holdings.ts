import { randomBytes } from "node:crypto";
import type { Json } from "./answer";

/** Whether a cluster has its machines. */
export type Phase = "provisioning" | "active";

/** What the stand-in for Rancher holds: objects by kind and id. What is deleted takes nothing else along. */
export class Holdings {
  phase: Phase = "provisioning";
  /** Tokens that it made for kubeconfigs, by id. Rancher itself lets them run out after a month. */
  readonly tokens = new Map<string, string>();
  private readonly kinds = new Map<string, Map<string, Json>>();

  /** All objects of a kind. */
  all(kind: string): Json[] {
    return [...(this.kinds.get(kind)?.values() ?? [])];
  }

  get(kind: string, id: string): Json | undefined {
    return this.kinds.get(kind)?.get(id);
  }

  put(kind: string, id: string, object: Json): Json {
    const objects = this.kinds.get(kind) ?? new Map<string, Json>();
    this.kinds.set(kind, objects.set(id, object));
    return object;
  }

  remove(kind: string, id: string): boolean {
    return this.kinds.get(kind)?.delete(id) ?? false;
  }

  /** Makes a token that is known from now on, as `<id>:<secret>`. */
  newToken(): string {
    const [id, secret] = [`kubeconfig-user-${word(5)}`, word(54)];
    this.tokens.set(id, secret);
    return `${id}:${secret}`;
  }

  /** Every object, by kind and id. */
  everything(): Record<string, Json> {
    return Object.fromEntries(
      [...this.kinds].flatMap(([kind, objects]) => [...objects].map(([id, object]) => [`${kind}/${id}`, object])),
    );
  }
}

/** Letters and digits that nobody can guess. */
export function word(length: number): string {
  return randomBytes(length).toString("hex").slice(0, length);
}
