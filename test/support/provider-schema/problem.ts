/** Something wrong at one place of an element; the path is relative to the element. */
export interface Finding {
  readonly path: string;
  readonly message: string;
}

/** A finding and the address of the element that has it, such as `aws_vpc.main` or `output.vpc_id`. */
export interface Problem extends Finding {
  readonly address: string;
}

/** A problem in one line: `aws_subnet.a vpc_id: required argument "vpc_id" is missing`. */
export function formatProblem({ address, path, message }: Problem): string {
  return `${address}${path === "" ? "" : ` ${path}`}: ${message}`;
}
