/** Writes text so that Terraform reads it as it stands: `${HOME}` of a shell is no expression of Terraform. */
export function literal(text: string): string {
  return text.replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);
}
