// Writes the JSON schemas of the description beside this file: npm run schema, after a change in lib/config.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SCHEMA_FILES } from "../lib/config/schema-files";

for (const [name, text] of Object.entries(SCHEMA_FILES)) writeFileSync(join(__dirname, name), text);
