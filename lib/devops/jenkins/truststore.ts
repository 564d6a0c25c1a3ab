import { LOCKED_CONTAINER } from "../../locked-pod";
import type { SecretKey } from "../directory-access";
import { CONTROLLER_IMAGE } from "./controller-image";

/** Where the authorities that the controller trusts are put together, and where those are read that are added. */
const FOLDERS = { store: "/var/lib/trust", added: "/etc/testbed/authorities" };

/** The password of every Java's own store: it keeps nobody out, and the files hold no secrets. */
const STORE_PASSWORD = "changeit";

/**
 * Puts the authorities of the image and those of the PEM files together; a file may hold several. `keytool` reads one
 * certificate at a time.
 */
const SCRIPT = `set -eu
umask 022
store=${FOLDERS.store}/cacerts
cp "$JAVA_HOME/lib/security/cacerts" "$store"
chmod u+w "$store"
number=0
for file in ${FOLDERS.added}/*.pem; do
  certificate=
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      *"-----BEGIN CERTIFICATE-----"*) certificate=$line ;;
      *"-----END CERTIFICATE-----"*)
        number=$((number + 1))
        printf '%s\\n%s\\n' "$certificate" "$line" |
          keytool -importcert -noprompt -keystore "$store" -storepass ${STORE_PASSWORD} -alias "testbed-$number"
        certificate= ;;
      *) if [ -n "$certificate" ]; then certificate="$certificate
$line"; fi ;;
    esac
  done <"$file"
done
[ "$number" -gt 0 ] || { echo "There is no certificate in ${FOLDERS.added}." >&2; exit 1; }
`;

/** What makes the controller trust authorities beside those that everybody trusts. */
export interface Truststore {
  readonly initContainers: readonly object[];
  readonly volumes: readonly object[];
  readonly mounts: readonly object[];
  readonly javaOptions: readonly string[];
}

/** What the init container asks for, and the memory that it may take. */
const RESOURCES = { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "256Mi" } };

/** The store of the image's Java with authorities added. Without any, Java's own stays. */
export function truststore(authorities: readonly SecretKey[]): Truststore {
  if (authorities.length === 0) return { initContainers: [], volumes: [], mounts: [], javaOptions: [] };
  const store = { name: "trust", mountPath: FOLDERS.store };
  const sources = authorities.map(({ secret, key }, index) => ({
    secret: { name: secret, items: [{ key, path: `${index}.pem` }] },
  }));
  return {
    initContainers: [
      {
        name: "trust",
        image: CONTROLLER_IMAGE,
        command: ["sh", "-c", SCRIPT],
        securityContext: LOCKED_CONTAINER,
        resources: RESOURCES,
        volumeMounts: [store, { name: "authorities", mountPath: FOLDERS.added, readOnly: true }],
      },
    ],
    volumes: [
      { name: "trust", emptyDir: {} },
      { name: "authorities", projected: { sources } },
    ],
    mounts: [{ ...store, readOnly: true }],
    javaOptions: [
      `-Djavax.net.ssl.trustStore=${FOLDERS.store}/cacerts`,
      `-Djavax.net.ssl.trustStorePassword=${STORE_PASSWORD}`,
    ],
  };
}
