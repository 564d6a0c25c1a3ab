import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { packagePath } from "../package-path";
import { script } from "./script";

/** What the pipelines must know of their testbed. It comes with their library, so that no job can change it. */
export interface PipelineSettings {
  /** Name of the testbed: what its stacks begin with. */
  readonly testbed: string;
  /** The place, as `TESTBED_PLACE` names it. */
  readonly place: string;
  /** Where images go. Default: nowhere, and none are built */
  readonly registry?:
    | {
        /** Address of the registry, with a path where it has one. */
        readonly address: string;
        /** Id of Jenkins' credential of the account that pushes: user name and password. */
        readonly push: string;
        /** Id of the credential of an account that may only read, for base images. Default: only what everybody may pull */
        readonly pull?: string | undefined;
        /**
         * Config map in the namespace of the builds with the certificate of the authority that signed the registry's, under
         * `ca.crt`. Default: an authority that everybody trusts
         */
        readonly authority?: string | undefined;
      }
    | undefined;
  /** The branch of a project whose images are pushed, by `<group>/<project>`. Default: `main` */
  readonly branches?: Readonly<Record<string, string>>;
  /** Whether commits are told in GitLab how their builds went. */
  readonly gitlab: boolean;
  /** Where failures and recoveries are told. Default: nowhere */
  readonly slack?: { readonly channel: string } | undefined;
  /** Images of the containers of their pods, as the place's mirror has them. */
  readonly images: {
    /** Jenkins' agent, with Git. */
    readonly agent: string;
    readonly buildah: string;
    readonly node: string;
    readonly terraform: string;
    readonly curl: string;
  };
}

/** The file of the library that holds the settings. */
const SETTINGS = "resources/testbed/settings.json";

/** What stands for `/` in names of files: keys of a config map have none. `serve-library.sh` turns it back. */
const SLASH = "__";

/**
 * The files of the pipelines' shared library, as data of a config map for `serve-library.sh`: names with `__` for each `/`.
 * The text means itself: whoever hands it to Terraform makes it literal.
 */
export function libraryFiles(settings: PipelineSettings): Record<string, string> {
  const folder = packagePath("devops/jenkins/library");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path): [string, string] => [relative(folder, path).split(sep).join("/"), readFileSync(path, "utf8")]);
  const all = [...files, [SETTINGS, `${JSON.stringify(settings, undefined, 2)}\n`] satisfies [string, string]];
  return Object.fromEntries(all.map(([path, text]) => [path.replaceAll("/", SLASH), text]).sort());
}

/** The script that serves the library to Jenkins, from a container beside it. */
export function libraryServer(): string {
  return script("jenkins/serve-library.sh");
}
