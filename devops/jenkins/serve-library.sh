#!/bin/sh
# Serves the pipelines' shared library to Jenkins as a Git repository, at git://127.0.0.1/testbed, branch main. It
# runs beside Jenkins in one pod, so nobody else reaches it, and it takes nothing from anybody. The same files make the
# same commit, whenever and wherever; files that change are a new one within half a minute.
#   FILES        folder with the files of the library, whose names have __ for each / of their path; others are not of it.
#                Default: the folder of this script
#   REPOSITORY   folder for the repository, which may be emptied. Default: HOME
#   PORT         port on the loopback interface. Default: 9418, which is that of git
#   EVERY        seconds between two looks at the files. Default: 20
set -eu
FILES=${FILES:-$(dirname "$0")}
REPOSITORY=${REPOSITORY:-$HOME}
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
export GIT_AUTHOR_NAME=testbed GIT_AUTHOR_EMAIL=testbed@localhost GIT_AUTHOR_DATE='@0 +0000'
export GIT_COMMITTER_NAME=testbed GIT_COMMITTER_EMAIL=testbed@localhost GIT_COMMITTER_DATE='@0 +0000'

library() {
  GIT_INDEX_FILE="$REPOSITORY/index" git --git-dir="$REPOSITORY/testbed.git" --work-tree="$REPOSITORY/files" "$@"
}

# Fails where files go while it reads them; the next look finds them whole.
publish() {
  # A config map changes at once by a link of Kubernetes' own.
  folder=$(readlink -f "$FILES/..data" || true)
  [ -d "$folder" ] || folder=$FILES
  rm -rf "$REPOSITORY/files" "$REPOSITORY/index"
  mkdir "$REPOSITORY/files"
  for file in "$folder"/*__*; do
    path=$REPOSITORY/files/$(basename "$file" | sed 's#__#/#g')
    { mkdir -p "$(dirname "$path")" && cp "$file" "$path"; } || return 1
  done
  library add --all || return 1
  tree=$(library write-tree) || return 1
  commit=$(library commit-tree -m 'The library of the pipelines' "$tree") || return 1
  [ "$(library rev-parse --quiet --verify main || true)" != "$commit" ] || return 0
  library update-ref refs/heads/main "$commit" || return 1
  echo "The library is at $commit."
}

rm -rf "$REPOSITORY/testbed.git"
git -c init.defaultBranch=main init --quiet --bare "$REPOSITORY/testbed.git"
git --git-dir="$REPOSITORY/testbed.git" config core.fileMode false
publish

git daemon --listen=127.0.0.1 --port="${PORT:-9418}" --reuseaddr --base-path="$REPOSITORY" --export-all \
  --disable=receive-pack --forbid-override=receive-pack --max-connections=8 --timeout=60 --log-destination=stderr &
daemon=$!
# Process 1 of a container gets no signal that it does not ask for.
trap 'exit 0' TERM INT
trap 'kill "$daemon"' EXIT
while kill -0 "$daemon" 2>/dev/null; do
  sleep "${EVERY:-20}" &
  wait "$!"
  publish || echo 'The files changed while they were read.' >&2
done
echo 'git daemon has ended.' >&2
exit 1
