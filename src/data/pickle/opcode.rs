//! The opcodes of pickles of arrays: the argument that follows each, and its effect. See `pickletools` in Python's
//! standard library for all opcodes.

use Argument::{Bytes, Lines, Payload, Text as Escaped};
use Effect::{Add, Build, Call, Fetch, Join, Mark, Name, Nothing, Push, Stop, Store};
use Items::{Last, SinceMark};
use Kind::{Dict, Global, List, Other, Text, Tuple};

/// Builds a tuple of two objects.
pub const TUPLE2: u8 = 0x86;
/// A string of bytes, after its length in four bytes.
pub const BINSTRING: u8 = b'T';
/// A string in UTF-8, after its length in four bytes.
pub const BINUNICODE: u8 = b'X';
/// Stores an object in the memo, under a number of four bytes.
pub const LONG_BINPUT: u8 = b'r';
/// Fetches an object from the memo, by its number in four bytes.
pub const LONG_BINGET: u8 = b'j';
/// Drops an object.
pub const POP: u8 = b'0';
/// Stores an object in the memo, under the next number.
pub const MEMOIZE: u8 = 0x94;
/// Stores an object in the memo, under a number in decimal digits.
pub const PUT: u8 = b'p';
/// Fetches an object from the memo, by its number in decimal digits.
pub const GET: u8 = b'g';

/// The argument that follows an opcode in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// This many bytes.
    Bytes(usize),
    /// This many lines of text.
    Lines(usize),
    /// A little-endian length of this many bytes, followed by a payload of that length.
    Payload(usize),
    /// A line of text with escapes.
    Text(Quoting),
}

/// How a line of text stands for other text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quoting {
    /// In quotes, with the escapes of Python 2's `repr`: a byte for each character.
    Bytes,
    /// In Latin-1, with escapes for other characters, and for those that would end the line.
    Latin1,
}

/// The kind of an object on the stack, as far as other opcodes depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A string of characters or bytes.
    Text,
    /// A tuple.
    Tuple,
    /// A list.
    List,
    /// A dict.
    Dict,
    /// The name of a class or function. It is never imported.
    Global,
    /// Numbers, `None`, and results of calls.
    Other,
}

/// Objects at the top of the stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Items {
    /// The last objects, this many.
    Last(usize),
    /// All objects above the last mark, which is removed.
    SinceMark,
}

/// The effect of an opcode on the stack and the memo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// None.
    Nothing,
    /// Ends the pickle; the top of the stack is the result.
    Stop,
    /// Sets a mark.
    Mark,
    /// Pushes a new object without items.
    Push(Kind),
    /// Replaces objects by a new one that contains them.
    Join(Items, Kind),
    /// Adds objects to the list or dict below them.
    Add(Items, Kind),
    /// Replaces two strings, a module and a name, by a global.
    Name,
    /// Calls a global with a tuple of arguments.
    Call,
    /// Sets the state of an object.
    Build,
    /// Stores the top of the stack in the memo.
    Store,
    /// Pushes an object from the memo.
    Fetch,
}

/// The argument and the effect of an opcode; `None` for one that pickles of arrays do not need.
pub fn lookup(opcode: u8) -> Option<(Argument, Effect)> {
    let (_, argument, effect) = OPCODES.iter().find(|&&(byte, ..)| byte == opcode)?;
    Some((*argument, *effect))
}

/// The opcodes that are accepted.
///
/// Rejected on purpose: `DUP` and `POP`, with which small files build huge objects; instances, persistent and
/// registered objects, which plain arrays do not use; sets; and floats, because arrays store their numbers as bytes,
/// and NaN as a key would break the ordering that serde-pickle relies on.
const OPCODES: &[(u8, Argument, Effect)] = &[
    (0x80, Bytes(1), Nothing),                    // PROTO
    (0x95, Bytes(8), Nothing),                    // FRAME
    (b'.', Bytes(0), Stop),                       // STOP
    (b'(', Bytes(0), Mark),                       // MARK
    (b'N', Bytes(0), Push(Other)),                // NONE
    (0x88, Bytes(0), Push(Other)),                // NEWTRUE
    (0x89, Bytes(0), Push(Other)),                // NEWFALSE
    (b'K', Bytes(1), Push(Other)),                // BININT1
    (b'M', Bytes(2), Push(Other)),                // BININT2
    (b'J', Bytes(4), Push(Other)),                // BININT
    (b'I', Lines(1), Push(Other)),                // INT
    (b'L', Lines(1), Push(Other)),                // LONG
    (0x8a, Payload(1), Push(Other)),              // LONG1
    (b'S', Escaped(Quoting::Bytes), Push(Text)),  // STRING
    (b'U', Payload(1), Push(Text)),               // SHORT_BINSTRING
    (BINSTRING, Payload(4), Push(Text)),          // BINSTRING
    (b'V', Escaped(Quoting::Latin1), Push(Text)), // UNICODE
    (0x8c, Payload(1), Push(Text)),               // SHORT_BINUNICODE
    (BINUNICODE, Payload(4), Push(Text)),         // BINUNICODE
    (0x8d, Payload(8), Push(Text)),               // BINUNICODE8
    (b'C', Payload(1), Push(Text)),               // SHORT_BINBYTES
    (b'B', Payload(4), Push(Text)),               // BINBYTES
    (0x8e, Payload(8), Push(Text)),               // BINBYTES8
    (0x96, Payload(8), Push(Text)),               // BYTEARRAY8
    (b')', Bytes(0), Push(Tuple)),                // EMPTY_TUPLE
    (0x85, Bytes(0), Join(Last(1), Tuple)),       // TUPLE1
    (TUPLE2, Bytes(0), Join(Last(2), Tuple)),     // TUPLE2
    (0x87, Bytes(0), Join(Last(3), Tuple)),       // TUPLE3
    (b't', Bytes(0), Join(SinceMark, Tuple)),     // TUPLE
    (b']', Bytes(0), Push(List)),                 // EMPTY_LIST
    (b'l', Bytes(0), Join(SinceMark, List)),      // LIST
    (b'a', Bytes(0), Add(Last(1), List)),         // APPEND
    (b'e', Bytes(0), Add(SinceMark, List)),       // APPENDS
    (b'}', Bytes(0), Push(Dict)),                 // EMPTY_DICT
    (b'd', Bytes(0), Join(SinceMark, Dict)),      // DICT
    (b's', Bytes(0), Add(Last(2), Dict)),         // SETITEM
    (b'u', Bytes(0), Add(SinceMark, Dict)),       // SETITEMS
    (b'c', Lines(2), Push(Global)),               // GLOBAL
    (0x93, Bytes(0), Name),                       // STACK_GLOBAL
    (b'R', Bytes(0), Call),                       // REDUCE
    (b'b', Bytes(0), Build),                      // BUILD
    (PUT, Lines(1), Store),                       // PUT
    (b'q', Bytes(1), Store),                      // BINPUT
    (LONG_BINPUT, Bytes(4), Store),               // LONG_BINPUT
    (MEMOIZE, Bytes(0), Store),                   // MEMOIZE
    (GET, Lines(1), Fetch),                       // GET
    (b'h', Bytes(1), Fetch),                      // BINGET
    (LONG_BINGET, Bytes(4), Fetch),               // LONG_BINGET
];
