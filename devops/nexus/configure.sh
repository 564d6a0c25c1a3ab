#!/usr/bin/env bash
# Configures Nexus by its REST API, step by step as the file $CONFIGURATION says, with the passwords that lie in files of the folder $SECRETS.
# Objects that are not there are made; those that are there are written anew. Nothing is ever deleted but roles of our own
# that the description does not know any more: they would go on giving rights. Passwords never stand
# on a command line: curl reads them from files of the folder $WORK, which is memory.
# Ends with 0 when all is done, with 2 where trying again would not help, and with 1 otherwise.
set -euo pipefail

: "${NEXUS_URL:?}" "${NEXUS_USER:?}" "${CONFIGURATION:?}" "${SECRETS:?}" "${WORK:?}" "${PATIENCE:?}"

umask 077
login="$WORK/login"
body="$WORK/body"
answer="$WORK/answer"
listed="$WORK/listed"
created=0
written=0
left=0
removed=0

fail() {
  echo "$1" >&2
  exit "${2:-1}"
}

# What Nexus said, short, on one line.
said() {
  tr '\n' ' ' < "$answer" | cut -c 1-500
}

# request <method> <path> [<file> [<type>]]: sets $status to Nexus' answer, or to 000 where there was none.
request() {
  local data=()
  if [ $# -gt 2 ]; then data=(--header "Content-Type: ${4:-application/json}" --data-binary "@$3"); fi
  : > "$answer"
  status="$(curl --silent --show-error --config "$login" --max-time 120 --request "$1" "${data[@]}" \
    --output "$answer" --write-out '%{http_code}' "$NEXUS_URL/service/rest/$2")" || status=000
  case "$status" in
    000 | 502 | 503 | 504) fail "Nexus does not answer any more ($1 $2: $status)." ;;
    401) fail "Nexus refuses the password of $NEXUS_USER. The secret is only read at its first start: set the password in Nexus to that of the secret." 2 ;;
    429) fail "Nexus has shut $NEXUS_USER out after wrong passwords. Wait a quarter of an hour, and set its password to that of the secret." 2 ;;
  esac
}

# The password of an account, without the line end that whoever wrote the secret may have left.
secret() {
  [ -s "$SECRETS/$1" ] || fail "There is nothing in $SECRETS/$1." 2
  jq --join-output --raw-input --slurp 'rtrimstr("\n")' "$SECRETS/$1"
}

wait_for_nexus() {
  local waited=0
  until curl --silent --fail --max-time 10 --output /dev/null "$NEXUS_URL/service/rest/v1/status/writable"; do
    [ "$waited" -lt "$PATIENCE" ] || fail "Nexus does not answer at $NEXUS_URL after $PATIENCE seconds."
    if [ $((waited % 60)) -eq 0 ]; then echo "Waiting for Nexus"; fi
    sleep 5
    waited=$((waited + 5))
  done
}

# In a file of curl, backslashes and quotation marks stand behind a backslash.
write_login() {
  secret admin | jq --raw-input --slurp --raw-output --arg user "$NEXUS_USER" \
    '"user = \"" + ("\($user):\(.)" | gsub("\\\\"; "\\\\") | gsub("\""; "\\\"")) + "\""' > "$login"
}

# The licence that the description names, and no other.
accept_licence() {
  local licence
  licence="$(jq --raw-output '.licence // ""' "$CONFIGURATION")"
  request GET v1/system/eula
  if [ "$status" = 404 ]; then
    echo "This Nexus asks for no licence"
    return
  fi
  [ "$status" = 200 ] || fail "Nexus does not say which licence it asks for ($status): $(said)"
  if jq --exit-status '.accepted' "$answer" > /dev/null; then
    echo "The licence is accepted"
    return
  fi
  [ -n "$licence" ] || fail "Nexus asks for its licence to be accepted, and the description accepts none." 2
  jq --exit-status --arg licence "$licence" '.disclaimer | contains($licence)' "$answer" > /dev/null ||
    fail "Nexus asks for another licence than the one that the description accepts, $licence: $(said)" 2
  jq '.accepted = true' "$answer" > "$body"
  request POST v1/system/eula "$body"
  [ "$status" = 204 ] || [ "$status" = 200 ] || fail "Nexus does not take the licence as accepted ($status): $(said)" 2
  request GET v1/system/eula
  jq --exit-status '.accepted' "$answer" > /dev/null || fail "Nexus did not keep that the licence is accepted: $(said)" 2
  echo "The licence $licence is accepted, as the description says"
}

# write_body <body> <secrets>: into $body, with what comes from secrets.
write_body() {
  local at file
  printf '%s' "$1" > "$body"
  while IFS=$'\t' read -r at file; do
    [ -n "$at" ] || continue
    secret "$file" > "$WORK/secret"
    jq --compact-output --argjson at "$at" --rawfile secret "$WORK/secret" 'setpath($at; $secret)' "$body" > "$body.full"
    mv "$body.full" "$body"
  done <<< "$2"
}

# may_lack: whether a Nexus is well that has no such thing.
may_lack() {
  [ "$optional" = true ] || fail "$what: Nexus refuses it ($status): $(said)" 2
  echo "This Nexus cannot be given a $what ($status)"
}

apply_object() {
  local verdict document
  if [ "$list" != "$current_list" ]; then
    current_list=""
    request GET "$list"
    if [ "$status" != 200 ]; then
      may_lack
      return
    fi
    jq 'if type == "array" then . else .items end' "$answer" > "$listed"
    current_list="$list"
  fi
  # Line by line: how it stands, the body to send where there is one, and which secrets belong into it.
  jq --raw-output --argjson step "$step" "$plan" "$listed" > "$WORK/plan"
  {
    IFS= read -r verdict
    IFS= read -r document || true
  } < "$WORK/plan"
  case "$verdict" in
    absent)
      write_body "$document" "$(tail -n +3 "$WORK/plan")"
      request POST "$create" "$body"
      case "$status" in
        200 | 201 | 204)
          echo "Made: $what"
          created=$((created + 1))
          ;;
        404 | 405) may_lack ;;
        *) fail "$what: Nexus refuses it ($status): $(said)" 2 ;;
      esac
      ;;
    other) fail "$what is there already, but as $document, and Nexus cannot change that. Remove it there, or give up what asks for another." 2 ;;
    there) left=$((left + 1)) ;;
    update)
      write_body "$document" "$(tail -n +3 "$WORK/plan")"
      put "$update"
      ;;
    *) fail "$what: the file $CONFIGURATION cannot be read." 2 ;;
  esac
}

# put <path> [<type>]: what is in $body.
put() {
  request PUT "$1" "$body" "${2:-application/json}"
  case "$status" in
    200 | 204) written=$((written + 1)) ;;
    *) fail "$what: Nexus refuses it ($status): $(said)" 2 ;;
  esac
}

# Removes roles of our own, by how their ids begin or by what they say of themselves, that are not among those to keep.
apply_removal() {
  request GET "$list"
  [ "$status" = 200 ] || fail "$what: Nexus refuses it ($status): $(said)" 2
  jq --raw-output --argjson step "$step" '.[]
    | select((.id | startswith($step.remove.begins)) or .description == $step.remove.description)
    | select(.id as $id | $step.remove.keep | any(. == $id) | not) | .id | @uri' "$answer" > "$WORK/gone"
  local id
  while IFS= read -r id <&4; do
    request DELETE "$update/$id"
    [ "$status" = 204 ] || fail "$what: Nexus does not remove $id ($status): $(said)" 2
    echo "Removed: role $id"
    removed=$((removed + 1))
  done 4< "$WORK/gone"
}

apply_step() {
  # What the step says, as variables of the shell.
  local step kind what list create update optional file
  eval "$1"
  case "$kind" in
    object) apply_object ;;
    setting)
      jq --compact-output '.put.body' <<< "$step" > "$body"
      put "$update"
      ;;
    removal) apply_removal ;;
    password)
      secret "$file" > "$body"
      put "$update" text/plain
      ;;
  esac
}

# shellcheck disable=SC2016 # these are jq's variables
plan='
  ([.[] | select(. as $one | $step.find | to_entries | all($one[.key] == .value))] | first) as $found |
  def secrets($way): ($step.secrets // [])[] | select($way == "create" or .at != ["password"]) | "\(.at | tojson)\t\(.file)";
  if $found == null then "absent", ($step.create.body | tojson), secrets("create")
  elif ($step.same // {} | to_entries | all($found[.key] == .value)) | not then
    "other", ($step.same | with_entries(.value = $found[.key]) | tojson)
  elif $step.update == null then "there"
  else "update", ($step.update.body + ($found | with_entries(select(.key as $key | $step.update.keep // [] | any(. == $key)))) | tojson),
    secrets("update")
  end'

# shellcheck disable=SC2016 # these are jq's variables
variables='.steps[] | @sh "step=\(tojson) what=\(.what) kind=\(if has("remove") then "removal" elif has("list") then "object" elif has("put") then "setting" else "password" end) list=\(.list // .remove.list // "") create=\(.create.path // "") update=\(.update.path // .put.path // .password.path // .remove.path // "") optional=\(.optional // false) file=\(.password.file // "")"'

jq --exit-status '.steps | type == "array"' "$CONFIGURATION" > /dev/null || fail "$CONFIGURATION holds no steps." 2
wait_for_nexus
write_login
accept_licence
current_list=""
jq --raw-output "$variables" "$CONFIGURATION" > "$WORK/steps"
while IFS= read -r variables_of_step <&3; do
  apply_step "$variables_of_step"
done 3< "$WORK/steps"
echo "Nexus is configured: $created made, $written written anew, $left left as they are, $removed removed"
