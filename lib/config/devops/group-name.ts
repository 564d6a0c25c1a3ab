import { quote } from "../../quote";
import { dnsLabel, says, text } from "../fields";

/** The name of a group of the directory; pilots and groups of code have one of their own name. */
export const groupName = () => dnsLabel(40, "it is the name of folders and roles in the tools");

/** The name of a group that is granted something: in a server elsewhere it is others who name them, such as "Domain Admins". */
export const grantedGroup = () =>
  text(
    /^[A-Za-z0-9]([A-Za-z0-9 ._-]{0,61}[A-Za-z0-9])?$/,
    "is no name of a group that can be granted something",
    "Use at most 63 letters, digits, and between them spaces, dots, hyphens and underscores.",
  ).refine((value) => !(value in {}), {
    error: ({ input }) => says(`${quote(input)} is a word that programs keep for themselves`, "Choose another group."),
  });
