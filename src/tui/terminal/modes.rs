//! Terminal modes that crossterm has no command for, or not the right one.

/// DEC private mode 2026: the terminal shows nothing of a frame until all of it has arrived. Terminals that do
/// not know the mode ignore it.
pub const BEGIN_SYNCHRONIZED: &[u8] = b"\x1b[?2026h";
pub const END_SYNCHRONIZED: &[u8] = b"\x1b[?2026l";

/// Presses, drags and the wheel, with places of any size (modes 1002 and 1006), but not every movement, as crossterm's
/// order would have it.
pub const CAPTURE_MOUSE: &[u8] = b"\x1b[?1002h\x1b[?1006h";
pub const RELEASE_MOUSE: &[u8] = b"\x1b[?1006l\x1b[?1002l";
