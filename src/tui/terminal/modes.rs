//! Control sequences for terminal modes.

/// Begins a synchronized update (DEC private mode 2026): the terminal shows a frame once all of it has arrived. Terminals
/// that do not know the mode ignore it.
pub const BEGIN_SYNCHRONIZED: &[u8] = b"\x1b[?2026h";
/// Ends a synchronized update.
pub const END_SYNCHRONIZED: &[u8] = b"\x1b[?2026l";

/// Reports presses, drags and the wheel (mode 1002), with coordinates of any size (mode 1006). crossterm's
/// `EnableMouseCapture` also turns on mode 1003, which reports every movement.
pub const CAPTURE_MOUSE: &[u8] = b"\x1b[?1002h\x1b[?1006h";
/// Turns off the modes of [`CAPTURE_MOUSE`].
pub const RELEASE_MOUSE: &[u8] = b"\x1b[?1006l\x1b[?1002l";
