#!/usr/bin/env bash
# Runs examples/sweep.sbatch as a job array on a real SLURM and compares the merged shards with the same sweep in one piece.
#
#     tests/slurm/run.sh [PROGRAM [DATASET --over …]]        (target/release/overfit, and a sweep of 45 runs)
#
# It needs the programs of Debian's packages slurm-wlm and munge, but no running SLURM: it starts a controller and a node with two
# processors of its own, and stops them. Root is not needed: whoever runs it owns the daemons and the jobs.
# TASKS is the number of shards (4), TIME_LIMIT the seconds that they may take (600), and KEEP=1 keeps the folder with the shards and
# all logs.
set -euo pipefail
cd "$(dirname "$0")/../.."

# Debian keeps the daemons where only root looks.
PATH=$PATH:/usr/sbin:/sbin
for needed in sbatch slurmctld slurmd munged; do
    if ! command -v "$needed" >/dev/null; then
        echo "SKIPPED: $needed is not installed (Debian: apt-get install slurm-wlm munge)"
        exit 0
    fi
done

program=$(realpath -e "${1:-target/release/overfit}")
script=$(realpath -e examples/sweep.sbatch)
sweep=("${@:2}")
[[ $# -gt 1 ]] || sweep=(circles --over "eta=0.001,0.005,0.02" --over "hidden=2,5,10" --seeds 5)
tasks=${TASKS:-4}
work=$(mktemp -d "${TMPDIR:-/tmp}/overfit-slurm.XXXXXX")
chmod 755 "$work"
mkdir "$work"/{bin,munge,controller,node,shards}
ln -s "$program" "$work/bin/overfit"
export PATH=$work/bin:$PATH SLURM_CONF=$work/slurm.conf

daemons=()
stop() {
    local code=$?
    trap - EXIT
    [[ -z ${job:-} ]] || scancel --quiet "$job" 2>/dev/null || true
    # The last to be started is the first to go: each needs those before it.
    for ((n = ${#daemons[@]} - 1; n >= 0; n--)); do
        kill "${daemons[n]}" 2>/dev/null || true
        wait "${daemons[n]}" 2>/dev/null || true
    done
    if [[ $code == 0 && -z ${KEEP:-} ]]; then rm -rf "$work"; else echo "logs and shards: $work"; fi
    exit "$code"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fail() { echo "FAILED: $*" && exit 1; }

# wait_for SECONDS WHAT COMMAND…
wait_for() {
    local end=$((SECONDS + $1)) what=$2
    shift 2
    until "$@"; do
        ((SECONDS < end)) || fail "no $what in time"
        sleep 0.5
    done
}

# start NAME COMMAND…
start() {
    "${@:2}" >"$work/$1.log" 2>&1 &
    daemons+=($!)
}

host=$(hostname -s) user=$(id -un) port=$((20000 + RANDOM % 10000))
cat >"$SLURM_CONF" <<END
ClusterName=overfit
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmdPort=$((port + 1))
SlurmUser=$user
SlurmdUser=$user
AuthInfo=socket=$work/munge/socket
StateSaveLocation=$work/controller
SlurmdSpoolDir=$work/node
SlurmctldPidFile=$work/controller.pid
SlurmdPidFile=$work/node.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=$host Default=YES State=UP
END
# Control groups would need root. SLURM before 23.02 has no plugin to do without; that of cgroups 1 does nothing until it is asked to.
[[ $(slurmd -V) == *\ 2[0-2].* ]] && plugin=cgroup/v1 || plugin=disabled
echo "CgroupPlugin=$plugin" >"$work/cgroup.conf"
(umask 077 && head -c 1024 /dev/urandom >"$work/munge/key")

start munged munged --foreground --key-file="$work/munge/key" --socket="$work/munge/socket" --pid-file="$work/munge/pid" \
    --seed-file="$work/munge/seed" --log-file="$work/munge/log"
wait_for 30 "socket of munged" test -S "$work/munge/socket"
start slurmctld slurmctld -D -i -f "$SLURM_CONF"
start slurmd slurmd -D -f "$SLURM_CONF"
idle() { [[ $(sinfo --noheader --format=%t 2>/dev/null) == idle ]]; }
wait_for 60 "idle node" idle

# Options on the command line win over those in the script.
job=$(sbatch --parsable --array="1-$tasks" --ntasks=1 --cpus-per-task=1 --chdir="$work/shards" --output="$work/task-%a.log" \
    "$script" "${sweep[@]}")
echo "job $job on SLURM $(slurmd -V | cut -d' ' -f2): $tasks tasks of $(basename "$script")"
ended() {
    local left
    left=$(squeue --noheader --jobs="$job") && [[ -z $left ]]
}
wait_for "${TIME_LIMIT:-600}" "end of the array" ended
states=$(scontrol --oneliner show job "$job" | sed -E 's/.*(ArrayTaskId=\S+).* (JobState=\S+).* (RunTime=\S+).* (NodeList=\S+).*/\1 \2 \3 \4/' | sort)
echo "$states"
[[ $(grep -c JobState=COMPLETED <<<"$states") == "$tasks" ]] || fail "not every task is completed: $(tail "$work"/task-*.log)"

overfit sweep --merge "$work"/shards/* --json >"$work/merged"
overfit sweep "${sweep[@]}" --json >"$work/whole"
if ! cmp "$work/merged" "$work/whole"; then
    diff "$work/merged" "$work/whole" | head -20 || true
    fail "the merged shards are not the whole sweep"
fi
(cd "$work/shards" && wc -l -- *)
echo "PASSED: $tasks shards, merged to $(wc -l <"$work/merged") lines, are the whole sweep byte for byte"
