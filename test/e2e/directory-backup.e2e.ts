import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { open } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Guarded } from "./support/control-plane/guarded";
import { Directory, findSlapd, passwordOf } from "./support/directory";
import { SMALL_BOOTSTRAP } from "./support/directory-people";
import { RESULT, readLdif } from "./support/ldap";
import { output } from "./support/run";
import { suite } from "./support/suite";
import { until } from "./support/until";

const { names } = SMALL_BOOTSTRAP;
const NEW_PASSWORD = "a new password of somebody";
const OLD = ["20200101T000000Z", "20200102T000000Z", "20200103T000000Z"].map((time) => `directory-${time}.ldif`);

/** Writes a backup at once, and looks again and again whether another is due. */
const AT_ONCE = { CHECK_SECONDS: "0.1", KEEP: "3" };

suite("directory, backups", findSlapd, () => {
  let directory: Directory;
  let backup: Guarded | undefined;
  beforeEach(async () => {
    directory = await Directory.prepare(SMALL_BOOTSTRAP);
  });
  afterEach(async () => {
    await backup?.stop();
    backup = undefined;
    await directory.stop();
  });

  const files = () =>
    readdirSync(directory.path("backup"), { encoding: "utf8" })
      .filter((name) => name.endsWith(".ldif") && !name.startsWith("."))
      .sort();
  const newest = () =>
    files()
      .filter((name) => name.startsWith("directory-") && !OLD.includes(name))
      .at(-1);
  const written = () => until("backup", () => newest() !== undefined);
  const said = () => readFileSync(directory.path("backup.log"), "utf8");
  /** Backups of days long ago. */
  const placeOld = () => {
    for (const name of OLD) {
      directory.place(`backup/${name}`, "");
      utimesSync(directory.path("backup", name), 0, 0);
    }
  };

  describe("given a directory in use, when backups are written", () => {
    it("then each is whole, for its owner alone, and the oldest ones go", async () => {
      placeOld();
      await directory.start();
      const admin = directory.person("admin");
      backup = directory.backup({ ...AT_ONCE, BACKUP_SECONDS: "0" });
      for (let time = 0; time < 10; time++) {
        expect((await admin.modify(names.person("guest"), "replace", "description", `${time}`)).code).toBe(
          RESULT.success,
        );
      }
      await until("backups in place of old ones", () => !files().some((name) => OLD.includes(name)));
      await backup.stop();
      const kept = files();
      expect(kept).toHaveLength(3);
      for (const name of kept) {
        const file = directory.path("backup", name);
        expect(statSync(file).mode & 0o777).toBe(0o600);
        expect(readLdif(readFileSync(file, "utf8")).map(({ dn }) => dn)).toEqual(
          expect.arrayContaining([names.suffix, ...SMALL_BOOTSTRAP.people.map(({ uid }) => names.person(uid))]),
        );
      }
    });

    it("then a pod that starts again writes none while the last one is young, and pushes no old one out", async () => {
      placeOld();
      await directory.start();
      backup = directory.backup({ ...AT_ONCE, KEEP: "4" });
      await written();
      const before = files();
      await backup.stop();
      backup = directory.backup({ ...AT_ONCE, KEEP: "4" });
      await setTimeout(1500);
      expect(files()).toEqual(before);
      expect(before).toEqual(expect.arrayContaining(OLD));
    });
  });

  describe("given a directory that is not ready, when backups are due", () => {
    it("then none is written before it is", async () => {
      backup = directory.backup(AT_ONCE);
      await setTimeout(500);
      expect(files()).toEqual([]);
      expect(said()).toBe("");
      await directory.start();
      await written();
    });

    it("then one that fails takes no older one away, and is tried again soon", async () => {
      placeOld();
      directory.place("run/ready", "");
      backup = directory.backup({ ...AT_ONCE, KEEP: "1" });
      await until("failure", () => said().split("could not write").length > 2);
      expect(files()).toEqual(OLD);
      await directory.start();
      await written();
    });
  });

  describe("given an empty volume and a backup to be restored", () => {
    /** A directory that people have changed by hand, then its backup, then nothing but that. */
    const loseAll = async () => {
      await directory.start();
      const admin = directory.person("admin");
      await directory.person("developer").setPassword(names.person("developer"), NEW_PASSWORD, passwordOf("developer"));
      await admin.delete(names.person("fifteen"));
      await admin.modify(names.group("pilot1"), "add", "member", names.person("guest"));
      backup = directory.backup(AT_ONCE);
      await written();
      await backup.stop();
      await directory.stop();
      directory.lose();
      directory.place("backup/restore.ldif", readFileSync(directory.path("backup", newest() ?? ""), "utf8"));
    };
    const restored = async () => {
      expect((await directory.person("developer", NEW_PASSWORD).whoami()).code).toBe(RESULT.success);
      expect((await directory.tool("jenkins").whoami()).code).toBe(RESULT.success);
      const tool = directory.tool("gitlab");
      expect(await tool.names(names.people, `(memberOf=${names.group("pilot1")})`)).toEqual([
        names.person("guest"),
        names.person("one"),
      ]);
      expect(await tool.names(names.people, "(uid=fifteen)")).toEqual([]);
    };

    it("when it starts, then all is there again, groups and passwords, and nobody who had left", async () => {
      await loseAll();
      await directory.start();
      await restored();
      // Restored once: an old backup must not come back by itself years later.
      expect(existsSync(directory.path("backup/restore.ldif"))).toBe(false);
      expect(files()).toContainEqual(expect.stringMatching(/^restored-.*\.ldif$/));
    });

    it("when the backup is broken, then the volume stays empty, and it says so; the right one is taken later", async () => {
      await loseAll();
      const whole = readFileSync(directory.path("backup/restore.ldif"), "utf8");
      directory.place("backup/restore.ldif", `${whole}\ndn: uid=broken,${names.people}\nobjectClass: nonsense\n`);
      expect(await directory.fail()).toContain("the backup cannot be restored");
      expect(readdirSync(directory.path("data"))).toEqual([]);
      directory.place("backup/restore.ldif", whole);
      await directory.start();
      await restored();
    });

    it("when restoring is interrupted, then it begins anew", async () => {
      await loseAll();
      const [backups, marker] = [directory.path("backup/restore.ldif"), directory.path("data/restoring")];
      const whole = readFileSync(backups, "utf8");
      // A backup that does not end.
      rmSync(backups);
      await output("mkfifo", ["-m", "644", backups]);
      directory.begin();
      const half = await open(backups, "w");
      await half.write(whole.slice(0, whole.length / 2));
      await until("half of a restore", () => existsSync(marker) && existsSync(directory.path("data/data.mdb")));
      await directory.kill();
      await half.close();
      rmSync(backups);
      directory.place("backup/restore.ldif", whole);
      await directory.start();
      await restored();
      expect(readdirSync(directory.path("data")).sort()).toEqual(["data.mdb", "lock.mdb", "organisation"]);
    });

    it("when the volume is not empty, then what it has stays", async () => {
      await directory.start();
      await directory.stop();
      directory.place("backup/restore.ldif", "nonsense");
      await directory.start();
      expect(directory.said()).not.toContain("restoring");
    });
  });
});
