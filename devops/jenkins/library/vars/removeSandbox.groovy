/**
 * Takes the app of a sandbox away, with the token of that sandbox's robot. Its frame and its datasets stay (INF-27).
 *
 * @param options those of `deploySandbox`; here somebody must approve the plan, unless `approve` is false
 */
def call(Map options) {
  changeApp('removeSandbox', [approve: true] + options, true)
}
