/** File of authorities that Java trusts: those of the public, and that of the directory. */
export const TRUST_STORE = "/nexus-data/keystores/authorities";

/** Where the certificate of the directory's authority is found. */
export const AUTHORITY = { folder: "/authority", file: "authority.pem" } as const;

/** Java's own password for its file of authorities, known to everybody: it holds certificates alone, nothing that is secret. */
export const TRUST_STORE_PASSWORD = "changeit";

/**
 * Adds an authority to those that come with Java, in a file of its own: at each start anew, so that authorities that go away
 * with an update of the image go, and a changed one comes. Every certificate of a file with several is taken.
 */
export const TRUST_SCRIPT = `set -euo pipefail
java_home="$(dirname "$(dirname "$(readlink -f "$(command -v keytool)")")")"
store="$1"
mkdir -p "$(dirname "$store")"
rm -f "$store"
cp "$java_home/lib/security/cacerts" "$store"
chmod u=rw,go= "$store"
certificate=""
number=0
while IFS= read -r line || [ -n "$line" ]; do
  case "$line" in *"-----BEGIN CERTIFICATE-----"*) certificate="" ;; esac
  certificate+="$line"$'\\n'
  case "$line" in
    *"-----END CERTIFICATE-----"*)
      number=$((number + 1))
      keytool -importcert -noprompt -alias "directory-$number" -keystore "$store" -storepass "$2" <<< "$certificate"
      ;;
  esac
done < "$3"
if [ "$number" -eq 0 ]; then
  echo "There is no certificate in $3." >&2
  exit 1
fi
`;
