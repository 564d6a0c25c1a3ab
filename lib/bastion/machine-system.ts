/** A file of a machine: where it stands, and the file under `bastion/` that it is. */
export interface SystemFile {
  readonly path: string;
  readonly source: string;
}

interface SystemParts {
  readonly installUnit: string;
  readonly files: readonly SystemFile[];
  readonly bootCommands: readonly (readonly string[])[];
}

/** The operating system of a bastion, as far as one differs from another: how it installs HAProxy, and keeps itself up to date. */
export class MachineSystem {
  /** Amazon Linux 2023. Its repositories stand still at the version of the image, unless they are told to follow. */
  static readonly AMAZON_LINUX = new MachineSystem({
    installUnit: "testbed-install.service",
    files: [{ path: "/etc/dnf/automatic.conf", source: "automatic.conf" }],
    bootCommands: [["sh", "-c", "echo latest > /etc/dnf/vars/releasever"]],
  });

  /**
   * Debian 12 and newer, and Ubuntu 24.04 and newer. HAProxy 2.4, which Ubuntu 22.04 has, takes the configuration too, but resets
   * a connection now and then when it loads another (measured: one of 50,000).
   */
  static readonly DEBIAN = new MachineSystem({
    installUnit: "testbed-install-apt.service",
    files: [{ path: "/etc/apt/apt.conf.d/95testbed", source: "apt.conf" }],
    bootCommands: [],
  });

  /** The unit under `bastion/` that installs what a bastion needs. */
  readonly installUnit: string;
  /** Its settings, which stand there before anything is installed. */
  readonly files: readonly SystemFile[];
  /** What it runs at each start, before anything else. */
  readonly bootCommands: readonly (readonly string[])[];

  private constructor({ installUnit, files, bootCommands }: SystemParts) {
    this.installUnit = installUnit;
    this.files = files;
    this.bootCommands = bootCommands;
  }
}
