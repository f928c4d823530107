//! The opcodes of pickle that arrays of numbers are made of: what follows each, and what it does.

use Argument::{Bytes, Lines, Payload};
use Effect::{Add, Build, Call, Fetch, Join, Mark, Name, Nothing, Push, Stop, Store};
use Items::{Last, SinceMark};
use Kind::{Dict, Global, List, Other, Text, Tuple};

/// Makes a tuple of two objects.
pub const TUPLE2: u8 = 0x86;
/// Keeps an object in the memo, under a number of four bytes.
pub const LONG_BINPUT: u8 = b'r';
/// Keeps an object under the next number.
pub const MEMOIZE: u8 = 0x94;
/// Keeps an object under a number in decimal digits.
pub const PUT: u8 = b'p';
/// Fetches an object by its number in decimal digits.
pub const GET: u8 = b'g';

/// What follows an opcode in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// So many bytes.
    Bytes(usize),
    /// So many lines of text.
    Lines(usize),
    /// A length of so many bytes, least significant first, and a payload of that length.
    Payload(usize),
}

/// What an object on the stack of the pickle machine is, as far as other opcodes care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A string, of characters or of bytes.
    Text,
    /// A list of fixed length.
    Tuple,
    /// A list that can grow.
    List,
    /// Values by name.
    Dict,
    /// The name of a class or function, which is never looked up.
    Global,
    /// Numbers, `None`, and what calling a global gives.
    Other,
}

/// Objects at the top of the stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Items {
    /// The last so many.
    Last(usize),
    /// All above the last mark, which is taken away.
    SinceMark,
}

/// What an opcode does to the stack and the memo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing to either.
    Nothing,
    /// The pickle ends; the top of the stack is the result.
    Stop,
    /// A mark is set.
    Mark,
    /// A new object without parts.
    Push(Kind),
    /// Objects become parts of a new one.
    Join(Items, Kind),
    /// Objects are added to the list or dict below them.
    Add(Items, Kind),
    /// Two strings become a global.
    Name,
    /// A global is called with a tuple of arguments.
    Call,
    /// An object is given its contents.
    Build,
    /// The top of the stack is kept in the memo.
    Store,
    /// What the memo keeps is put on the stack.
    Fetch,
}

/// What follows the opcode and what it does, or nothing for one that a file of arrays does not need.
pub fn meaning(opcode: u8) -> Option<(Argument, Effect)> {
    let (_, argument, effect) = OPCODES.iter().find(|&&(byte, ..)| byte == opcode)?;
    Some((*argument, *effect))
}

/// The opcodes that are let through.
///
/// Left out on purpose: `DUP` and `POP`, of which small files with huge results are made; instances, persistent and
/// registered objects, which are never plain arrays; sets; and floats, since arrays keep their numbers as bytes and
/// members of a set that do not compare would break the sorting.
const OPCODES: &[(u8, Argument, Effect)] = &[
    (0x80, Bytes(1), Nothing),                // PROTO
    (0x95, Bytes(8), Nothing),                // FRAME
    (b'.', Bytes(0), Stop),                   // STOP
    (b'(', Bytes(0), Mark),                   // MARK
    (b'N', Bytes(0), Push(Other)),            // NONE
    (0x88, Bytes(0), Push(Other)),            // NEWTRUE
    (0x89, Bytes(0), Push(Other)),            // NEWFALSE
    (b'K', Bytes(1), Push(Other)),            // BININT1
    (b'M', Bytes(2), Push(Other)),            // BININT2
    (b'J', Bytes(4), Push(Other)),            // BININT
    (b'I', Lines(1), Push(Other)),            // INT
    (b'L', Lines(1), Push(Other)),            // LONG
    (0x8a, Payload(1), Push(Other)),          // LONG1
    (b'S', Lines(1), Push(Text)),             // STRING
    (b'U', Payload(1), Push(Text)),           // SHORT_BINSTRING
    (b'T', Payload(4), Push(Text)),           // BINSTRING
    (b'V', Lines(1), Push(Text)),             // UNICODE
    (0x8c, Payload(1), Push(Text)),           // SHORT_BINUNICODE
    (b'X', Payload(4), Push(Text)),           // BINUNICODE
    (0x8d, Payload(8), Push(Text)),           // BINUNICODE8
    (b'C', Payload(1), Push(Text)),           // SHORT_BINBYTES
    (b'B', Payload(4), Push(Text)),           // BINBYTES
    (0x8e, Payload(8), Push(Text)),           // BINBYTES8
    (0x96, Payload(8), Push(Text)),           // BYTEARRAY8
    (b')', Bytes(0), Push(Tuple)),            // EMPTY_TUPLE
    (0x85, Bytes(0), Join(Last(1), Tuple)),   // TUPLE1
    (TUPLE2, Bytes(0), Join(Last(2), Tuple)), // TUPLE2
    (0x87, Bytes(0), Join(Last(3), Tuple)),   // TUPLE3
    (b't', Bytes(0), Join(SinceMark, Tuple)), // TUPLE
    (b']', Bytes(0), Push(List)),             // EMPTY_LIST
    (b'l', Bytes(0), Join(SinceMark, List)),  // LIST
    (b'a', Bytes(0), Add(Last(1), List)),     // APPEND
    (b'e', Bytes(0), Add(SinceMark, List)),   // APPENDS
    (b'}', Bytes(0), Push(Dict)),             // EMPTY_DICT
    (b'd', Bytes(0), Join(SinceMark, Dict)),  // DICT
    (b's', Bytes(0), Add(Last(2), Dict)),     // SETITEM
    (b'u', Bytes(0), Add(SinceMark, Dict)),   // SETITEMS
    (b'c', Lines(2), Push(Global)),           // GLOBAL
    (0x93, Bytes(0), Name),                   // STACK_GLOBAL
    (b'R', Bytes(0), Call),                   // REDUCE
    (b'b', Bytes(0), Build),                  // BUILD
    (PUT, Lines(1), Store),                   // PUT
    (b'q', Bytes(1), Store),                  // BINPUT
    (LONG_BINPUT, Bytes(4), Store),           // LONG_BINPUT
    (MEMOIZE, Bytes(0), Store),               // MEMOIZE
    (GET, Lines(1), Fetch),                   // GET
    (b'h', Bytes(1), Fetch),                  // BINGET
    (b'j', Bytes(4), Fetch),                  // LONG_BINGET
];
