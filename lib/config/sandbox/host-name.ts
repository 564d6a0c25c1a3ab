/** The full name of an exposed host: the label below the domain of the place, or the name as it stands where it is a full one. */
export function hostName(host: string, domain: string | undefined): string {
  return host.includes(".") ? host : `${host}.${domain}`;
}
