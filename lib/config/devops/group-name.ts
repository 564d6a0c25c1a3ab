import { dnsLabel } from "../fields";

/** The name of a group of the directory; pilots and groups of code have one of their own name. */
export const groupName = () => dnsLabel(40, "it is the name of folders and roles in the tools");
