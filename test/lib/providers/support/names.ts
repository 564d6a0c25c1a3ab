/** `ComputeInstanceV2` of `compute_instance_v2` or `compute-instance-v2`, as the generator of cdktf names classes. */
export function pascalCase(name: string): string {
  return name.replace(/(?:^|[_-])([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `accessIpV4` of `access_ip_v4`, as the generator of cdktf names properties. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
