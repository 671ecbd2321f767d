# Helper functions for agent scripts. Source it at the top of an entry point:
#
#     . "${VCS_HOME}/bin/ag_i18n_inc.sh"
#     VCSAG_SET_ENVS "$1"
#
# VCSAG_SET_ENVS resource [category]      first of all: says whose messages these are
# VCSAG_LOG_MSG severity text id [-encoding name] [value ...]
#                                         severity C E W N or I; %1 ... %6 (or %s in turn) in the text are replaced
# VCSAG_LOGDBG_MSG level text [value ...] said only if VCS_DEBUG_LEVELS names the level
# VCSAG_GET_ATTR_VALUE name index count "$@"
#                                         finds attribute `name` among the arguments of the entry point.
#                                         index -1, count 1: the value of a scalar, in VCSAG_ATTR_VALUE
#                                         index n >= 1: the n-th value of a list
#                                         VCSAG_ATTR_INDEX and VCSAG_ATTR_NUM_VALUES say where and how many
# VCSAG_GET_ASSOC_VALUE name key "$@"     the value of a key of an association, in VCSAG_ATTR_VALUE

VCSAG_SUCCESS=0
VCSAG_FAILURE=1
VCSAG_EP_DONE=0
VCSAG_RES_UNKNOWN=99
VCSAG_RES_OFFLINE=100
VCSAG_RES_ONLINE=110
VCSAG_RES_INTENTIONALOFFLINE=200

VCSAG_SET_ENVS() {
    VCS_LOG_RESOURCE_NAME=$1
    VCS_LOG_CATEGORY=${2:-0}
    VCS_LOG_ENTRY_POINT=${VCS_LOG_ENTRY_POINT:-$(basename "$0")}
    VCS_LOG_SCRIPT_NAME=${VCS_LOG_SCRIPT_NAME:-$(basename "$0")}
    VCS_LOG_AGENT_NAME=${VCS_LOG_AGENT_NAME:-$(basename "$(dirname "$0")")}
    export VCS_LOG_RESOURCE_NAME VCS_LOG_CATEGORY VCS_LOG_ENTRY_POINT VCS_LOG_SCRIPT_NAME VCS_LOG_AGENT_NAME
    return $VCSAG_SUCCESS
}

# Replaces %1 ... %6, and %s in turn, by the values.
_vcsag_text() {
    awk 'BEGIN {
        text = ARGV[1]; next_value = 2; out = ""
        while (match(text, /%[s1-6]/)) {
            which = substr(text, RSTART + 1, 1)
            value = which == "s" ? ARGV[next_value++] : ARGV[which + 1]
            out = out substr(text, 1, RSTART - 1) value
            text = substr(text, RSTART + 2)
        }
        print out text
        exit
    }' "$@"
}

VCSAG_LOG_MSG() {
    case $1 in
    C) _vcsag_severity=CRITICAL ;;
    E) _vcsag_severity=ERROR ;;
    W) _vcsag_severity=WARNING ;;
    N) _vcsag_severity=NOTICE ;;
    I) _vcsag_severity=INFO ;;
    *) return $VCSAG_FAILURE ;;
    esac
    _vcsag_message=$2
    _vcsag_id=$3
    shift 3
    [ "$1" = -encoding ] && shift 2
    _vcsag_log_line "$_vcsag_severity" "$_vcsag_id" "$(_vcsag_text "$_vcsag_message" "$@")"
}

VCSAG_LOGDBG_MSG() {
    _vcsag_level=$1
    case " $VCS_DEBUG_LEVELS " in
    *" $_vcsag_level "*) ;;
    *) return $VCSAG_SUCCESS ;;
    esac
    _vcsag_message=$2
    shift 2
    [ "$1" = -encoding ] && shift 2
    _vcsag_log_line DBG_"$_vcsag_level" 0 "$(_vcsag_text "$_vcsag_message" "$@")"
}

_vcsag_log_line() {
    _vcsag_line="$(date '+%Y/%m/%d %H:%M:%S') VCS $1 V-16-${VCS_LOG_CATEGORY:-0}-$2"
    _vcsag_line="$_vcsag_line ${VCS_LOG_AGENT_NAME}:${VCS_LOG_RESOURCE_NAME}:${VCS_LOG_ENTRY_POINT}:$3"
    if [ -n "$VCS_LOG" ] && [ -d "$VCS_LOG" ]; then
        printf '%s\n' "$_vcsag_line" >>"$VCS_LOG/${VCS_LOG_AGENT_NAME}_A.log"
    else
        printf '%s\n' "$_vcsag_line" >&2
    fi
}

# Finds the tuple `name count value ...` in the arguments: sets VCSAG_ATTR_INDEX (position of the name) and
# VCSAG_ATTR_NUM_VALUES.
_vcsag_find() {
    _vcsag_name=$1
    shift
    VCSAG_ATTR_INDEX=0
    VCSAG_ATTR_NUM_VALUES=0
    _vcsag_position=1
    # The resource's name, and for clean, info and attr_changed one more word, come before the tuples.
    shift
    _vcsag_position=$((_vcsag_position + 1))
    case $VCS_LOG_ENTRY_POINT in
    clean | info | attr_changed)
        shift
        _vcsag_position=$((_vcsag_position + 1))
        ;;
    esac
    while [ $# -ge 2 ]; do
        case $2 in
        '' | *[!0-9]*) return $VCSAG_FAILURE ;;
        esac
        if [ "$1" = "$_vcsag_name" ]; then
            VCSAG_ATTR_INDEX=$_vcsag_position
            VCSAG_ATTR_NUM_VALUES=$2
            return $VCSAG_SUCCESS
        fi
        _vcsag_skip=$(($2 + 2))
        [ $# -lt $_vcsag_skip ] && return $VCSAG_FAILURE
        _vcsag_position=$((_vcsag_position + _vcsag_skip))
        shift $_vcsag_skip
    done
    return $VCSAG_FAILURE
}

VCSAG_GET_ATTR_VALUE() {
    _vcsag_wanted=$1
    _vcsag_index=$2
    shift 3
    VCSAG_ATTR_VALUE=
    _vcsag_find "$_vcsag_wanted" "$@" || return $VCSAG_FAILURE
    [ "$_vcsag_index" -lt 1 ] && _vcsag_index=1
    [ "$_vcsag_index" -gt "$VCSAG_ATTR_NUM_VALUES" ] && return $VCSAG_FAILURE
    shift $((VCSAG_ATTR_INDEX + _vcsag_index))
    VCSAG_ATTR_VALUE=$1
    return $VCSAG_SUCCESS
}

VCSAG_GET_ASSOC_VALUE() {
    _vcsag_wanted=$1
    _vcsag_key=$2
    shift 2
    VCSAG_ATTR_VALUE=
    _vcsag_find "$_vcsag_wanted" "$@" || return $VCSAG_FAILURE
    shift $((VCSAG_ATTR_INDEX + 1))
    _vcsag_left=$VCSAG_ATTR_NUM_VALUES
    while [ "$_vcsag_left" -ge 2 ]; do
        if [ "$1" = "$_vcsag_key" ]; then
            VCSAG_ATTR_VALUE=$2
            return $VCSAG_SUCCESS
        fi
        shift 2
        _vcsag_left=$((_vcsag_left - 2))
    done
    return $VCSAG_FAILURE
}
