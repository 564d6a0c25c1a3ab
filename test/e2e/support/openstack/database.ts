import { mkdirSync } from "node:fs";
import { userInfo } from "node:os";
import type { Command } from "./processes";
import { LOOPBACK, type Site } from "./site";

/** The databases of all services: Nova has three. */
const DATABASES = ["keystone", "neutron", "glance", "placement", "nova_api", "nova", "nova_cell0", "cinder"] as const;

/** A database. */
export type Database = (typeof DATABASES)[number];

/** Who all services are to the database. */
const USER = "openstack";

/**
 * Makes MariaDB's own tables, as its installation does, from the files that describe them; the arguments run a server. It
 * reads one statement a line.
 */
const MAKE_TABLES = `
{
  echo "create database mysql;"
  echo "use mysql;"
  cat /usr/share/mysql/mysql_system_tables.sql /usr/share/mysql/mysql_system_tables_data.sql
} | "$@"
`;

/** Where a service finds its database, as SQLAlchemy reads it. */
export function databaseUrl(site: Site, database: Database): string {
  return `mysql+pymysql://${USER}:${site.password}@${LOOPBACK}:${site.port("database")}/${database}?charset=utf8`;
}

/** The folder of what is in the databases. */
export function databaseFolder(site: Site): string {
  return site.path("database");
}

/** The file that names the process of the server. */
export function databaseProcess(site: Site): string {
  return site.path("database.pid");
}

/** Makes a new folder for the databases, with nothing but MariaDB's own tables. */
export function databaseTables(site: Site): Command {
  mkdirSync(databaseFolder(site), { mode: 0o700 });
  return { program: "sh", args: ["-c", MAKE_TABLES, "tables", "mariadbd", ...options(site), "--bootstrap"] };
}

/** A MariaDB with a database for each service, which are empty unless the folder has them already. */
export function databaseServer(site: Site): Command {
  const serving = [
    `--port=${site.port("database")}`,
    `--bind-address=${LOOPBACK}`,
    `--socket=${site.path("database.sock")}`,
    `--pid-file=${databaseProcess(site)}`,
    `--init-file=${site.write("database.sql", statements(site.password))}`,
    "--max-connections=1000",
  ];
  return { program: "mariadbd", args: [...options(site), ...serving] };
}

/** Nothing need survive a power cut. */
function options(site: Site): string[] {
  return [
    "--no-defaults",
    `--datadir=${databaseFolder(site)}`,
    // It does not run as root unless it is told to.
    `--user=${userInfo().username}`,
    "--innodb-flush-log-at-trx-commit=0",
    "--skip-innodb-doublewrite",
    "--innodb-file-per-table=0",
    "--innodb-log-file-size=16M",
  ];
}

/** What the server does before it serves, one statement a line. */
function statements(password: string): string {
  const user = `'${USER}'@'${LOOPBACK}'`;
  return [
    ...DATABASES.map((name) => `CREATE DATABASE IF NOT EXISTS ${name} CHARACTER SET utf8;`),
    `CREATE OR REPLACE USER ${user} IDENTIFIED BY '${password}';`,
    `GRANT ALL ON *.* TO ${user};\n`,
  ].join("\n");
}
