import { Cluster } from "./cluster";
import { judge } from "./judge";
import type { Answer, ClusterModel, Question } from "./model";
import { isPort } from "./ports";
import { type Route, routesOf } from "./routes";

/**
 * Answers questions about a cluster by the documented semantics of its policies. A way is open when the policies at both ends
 * let it through. A service or node port may have several ways: one that is open suffices, since an attacker would find it.
 */
export function reachability(model: ClusterModel): (question: Question) => Answer {
  const cluster = new Cluster(model);
  return (question) => {
    if (!isPort(question.port)) throw new Error(`${question.port} is no port`);
    const answers = routesOf(cluster, question).map((route) => answerOf(route, cluster));
    const open = answers.find(({ allowed }) => allowed);
    return open ?? { allowed: false, because: [...new Set(answers.map(({ because }) => because))].join(" | ") };
  };
}

function answerOf(route: Route, { policies, cni }: Cluster): Answer {
  if ("refusal" in route) return { allowed: false, because: route.refusal };
  const judged = route.legs.map((leg) => judge(leg, policies, cni));
  const refused = judged.filter(({ allowed }) => !allowed);
  const deciding = refused.length > 0 ? refused : judged;
  const reasons = deciding.length > 0 ? deciding.map(({ because }) => because) : ["a pod always reaches itself"];
  return {
    allowed: refused.length === 0,
    because: `${route.via === undefined ? "" : `${route.via}: `}${reasons.join("; ")}`,
  };
}
