// The floor of a synth: everything that the program imports, and an app without stacks.
import { App } from "cdktf";
import { loadDescription } from "../lib/config/load";
import { summarize } from "../lib/review/summary";
import { Testbed } from "../stacks/testbed";

new App().synth();
if (!loadDescription || !summarize || !Testbed) throw new Error("An import is missing.");
