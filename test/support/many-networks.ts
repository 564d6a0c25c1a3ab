/** So many networks that look like chance, so that no gzip makes them small; the same every time. */
export function manyNetworks(count: number): string[] {
  let state = 1;
  const octet = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state % 256;
  };
  return Array.from({ length: count }, () => `91.${octet()}.${octet()}.${octet()}/32`);
}
