import { PLATFORM_REQUESTS } from "../../charts/requests";
import { bytesOf, millicores } from "../sandbox/quantity";
import { type Amounts, sum, times } from "./amounts";

/** What the whole platform asks for on so many nodes. */
export function platformRequests(nodes: number): Amounts {
  return sum(
    Object.values(PLATFORM_REQUESTS).map(({ pods, cpu, memory }) =>
      times({ cpu: millicores(cpu), memory: bytesOf(memory) }, pods === "each node" ? nodes : pods),
    ),
  );
}
