/** A text from a secret: where it stands in a body, and the name of the file that the job finds it in. */
export interface Secret {
  readonly at: readonly string[];
  readonly file: string;
}

/** An object of Nexus: made where the list has none of its key, and else written anew. */
export interface ObjectStep {
  readonly what: string;
  readonly list: string;
  readonly find: Readonly<Record<string, string>>;
  /** What an object that is there must have, as Nexus cannot change it. */
  readonly same?: Readonly<Record<string, string>>;
  readonly create: { readonly path: string; readonly body: object };
  /** Default: what is there is left as it is */
  readonly update?: { readonly path: string; readonly body: object; readonly keep?: readonly string[] };
  readonly secrets?: readonly Secret[];
  /** Whether a Nexus that has no such thing is well. Default: false */
  readonly optional?: boolean;
}

/** A setting that Nexus has once. */
export interface SettingStep {
  readonly what: string;
  readonly put: { readonly path: string; readonly body: unknown };
}

/** The password of an account, which Nexus takes as plain text. */
export interface PasswordStep {
  readonly what: string;
  readonly password: { readonly path: string; readonly file: string };
}

/** Roles of our own that give rights no longer: all that begin so or say so of themselves, but for those to keep. */
export interface RemovalStep {
  readonly what: string;
  readonly remove: {
    readonly list: string;
    readonly path: string;
    readonly begins: string;
    readonly description: string;
    readonly keep: readonly string[];
  };
}

/** One step of the configuration. */
export type ConfigurationStep = ObjectStep | PasswordStep | RemovalStep | SettingStep;

/** What the job is told: which licence the description accepts, and the steps in their order. */
export interface ConfigurationDocument {
  readonly licence: string;
  readonly steps: readonly ConfigurationStep[];
}
