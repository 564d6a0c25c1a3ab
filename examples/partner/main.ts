// The program of a partner who deploys one sandbox from a repository of their own. It needs the sandbox's file and the
// robot's token, and nothing of the administrators': no state, no place, no cloud account.
//
// An administrator makes the token:
//   kubectl create token robot -n pilot2 --duration=8h
// and tells the address and the certificate of the API, which are no secrets. The partner deploys with them:
//   export KUBE_HOST=<address of the API> KUBE_CLUSTER_CA_CERT_DATA="$(cat ca.pem)" KUBE_TOKEN=<token>
//   npx cdktf deploy infinitech-bp-pilot2-app
// and looks at what runs: kubectl --server "$KUBE_HOST" --certificate-authority ca.pem --token "$KUBE_TOKEN" -n pilot2 get pods
import { join } from "node:path";
import { App } from "cdktf";
import { loadSandbox } from "../../lib/config/load-sandbox";
import { reportErrors } from "../../lib/config/report-errors";
import { SandboxAppStack } from "../../stacks/sandbox-app";
import { stateStore } from "../../stacks/state";

reportErrors(() => {
  const app = new App();
  const state = stateStore(undefined, { directory: __dirname, outdir: app.outdir }); // local files in terraform-state/
  new SandboxAppStack(app, { testbed: "infinitech-bp", state, ...loadSandbox(join(__dirname, "pilot2.yaml")) });
  app.synth();
});
