/**
 * Applies the app of a sandbox, with the token of that sandbox's robot: never its frame, never data (INF-27).
 *
 * @param options
 *   sandbox: the sandbox
 *   repository: address of the Git repository of the testbed's description
 *   credentials: the credential that clones it. Default: none
 *   ref: branch or tag. Default: `main`
 *   directory: folder of testbed.yaml in it. Default: `.`
 *   approve: whether somebody must approve the plan. Default: false
 */
def call(Map options) {
  changeApp('deploySandbox', options, false)
}
