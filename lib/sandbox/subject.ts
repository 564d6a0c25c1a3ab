/** Who a role is given to, as the cluster's log-in names them. */
export class Subject {
  /** Everybody in a group. */
  static group(name: string): Subject {
    return new Subject("Group", name);
  }

  /** One user. */
  static user(name: string): Subject {
    return new Subject("User", name);
  }

  private constructor(
    readonly kind: "Group" | "User",
    readonly name: string,
  ) {}
}
