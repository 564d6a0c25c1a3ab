import { readDnsName } from "./dns-name";
import type { Field } from "./field";
import { ANY_PORT, type NameTest, type PortTest } from "./policy";
import { portCalled, portRange, readPortName, readPortNumber } from "./ports";

/** The ports of a rule, and the names that its DNS rules let pods ask for. */
export interface CiliumPorts {
  readonly test: PortTest;
  readonly dns?: NameTest;
}

/** Reads `toPorts`, or undefined where it has no elements: then a rule is about all ports. */
export function readToPorts(field: Field, mayHoldRules: boolean): CiliumPorts | undefined {
  const elements = (field.list() ?? []).map((element) => readElement(element, mayHoldRules));
  if (elements.length === 0) return undefined;
  const names = elements.flatMap(({ dns }) => dns ?? []);
  return {
    test: (port) => elements.some(({ test }) => test(port)),
    ...(names.length > 0 && { dns: (name: string) => names.some((test) => test(name)) }),
  };
}

function readElement(field: Field, mayHoldRules: boolean): CiliumPorts {
  const { ports, rules } = mayHoldRules
    ? field.fields("ports", "rules")
    : { ...field.fields("ports"), rules: undefined };
  const list = ports.list() ?? [];
  if (list.length === 0) ports.fail("must name at least one port");
  const names = rules === undefined || rules.absent ? undefined : readNames(rules);
  const tests = list.map((port) => readPort(port, names !== undefined));
  return {
    test: (port) => tests.some((test) => test(port)),
    ...(names && { dns: (name: string) => names.some((test) => test(name)) }),
  };
}

function readNames(rules: Field): NameTest[] {
  const { dns } = rules.fields("dns");
  const names = (dns.list() ?? []).map(readDnsName);
  return names.length > 0 ? names : dns.fail("must hold at least one name");
}

/** A port is text, `"0"` means all of them, and no protocol means any: both unlike a NetworkPolicy. */
function readPort(field: Field, holdsRules: boolean): PortTest {
  const { port, endPort, protocol } = field.fields("port", "endPort", "protocol");
  const wanted = protocol.absent ? "ANY" : protocol.oneOf("TCP", "UDP", "SCTP", "ANY");
  const numeric = /^\d+$/.test(port.text());
  if (!endPort.absent && (!numeric || holdsRules)) {
    endPort.fail(numeric ? "DNS rules do not go with a range" : "Cilium ignores it beside the name of a port");
  }
  const test = numeric ? readNumber(port, endPort) : portCalled(readPortName(port));
  return (asked) => (wanted === "ANY" || asked.protocol === wanted) && test(asked);
}

function readNumber(port: Field, endPort: Field): PortTest {
  const number = Number(port.value);
  if (number !== 0) return portRange(readPortNumber(port.as(number)), endPort);
  return endPort.absent ? ANY_PORT : endPort.fail("does not go with the port 0, which means all ports");
}
