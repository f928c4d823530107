//! Control sequences for terminal modes.

/// Begins a synchronized update (DEC private mode 2026): the terminal shows a frame once all of it has arrived. Terminals
/// that do not know the mode ignore it.
pub const BEGIN_SYNCHRONIZED: &[u8] = b"\x1b[?2026h";
/// Ends a synchronized update.
pub const END_SYNCHRONIZED: &[u8] = b"\x1b[?2026l";

/// Asks for the usual bytes of each key, whatever another program has left on: on the stack of the kitty keyboard protocol
/// and with xterm's `modifyOtherKeys`. Terminals that do not know them ignore both; macOS takes the latter for attributes,
/// so those are reset.
pub const USUAL_KEYS: &[u8] = b"\x1b[>0u\x1b[>4;0m\x1b[m";
/// Undoes [`USUAL_KEYS`]: takes our own entry from the stack, and sets the resource of xterm back to its initial value.
pub const KEYS_AS_BEFORE: &[u8] = b"\x1b[<u\x1b[>4m\x1b[m";

/// Reports presses, drags and the wheel (mode 1002), with coordinates of any size (mode 1006). crossterm's
/// `EnableMouseCapture` also turns on mode 1003, which reports every movement.
pub const CAPTURE_MOUSE: &[u8] = b"\x1b[?1002h\x1b[?1006h";
/// Turns off the modes of [`CAPTURE_MOUSE`].
pub const RELEASE_MOUSE: &[u8] = b"\x1b[?1006l\x1b[?1002l";
