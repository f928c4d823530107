//! Checks every opcode of a pickle before serde-pickle, which trusts its input, sees it.

use std::io::{self, BufRead, Read};

use super::abstract_stack::{AbstractStack, Refusal};
use super::error::PickleError;
use super::escapes::Unescaper;
use super::opcode::{
    self, Argument, BINSTRING, BINUNICODE, Effect, GET, LONG_BINGET, LONG_BINPUT, MEMOIZE, POP, PUT, Quoting,
    TUPLE2,
};

/// The most bytes of a decompressed file, without the escapes of protocol 0. MNIST takes 440 MB as float64.
const MAX_BYTES: u64 = 512 << 20;

/// How many opcodes a file may have. MNIST takes 200, and 70,000 more if its labels are lists.
///
/// Images that are a list, as in Nielsen's `mnist_expanded.pkl.gz`, take up to 40 each with their labels. They are paid for
/// by their pixels, because 40 opcodes of nothing would take as much memory as 1,000 bytes do.
const OPCODES: Budget = Budget { always: 200_000, bytes_each: 16, most: 2_500_000 };

/// How many marks a file may have. A list has one for every thousand labels, or one for each array in it; protocol 0 has up
/// to five for an array and its label. serde-pickle allocates four kilobytes for each, so no pixels pay for more than these.
const MARKS: Budget = Budget { always: 15_000, bytes_each: 512, most: 65_000 };

/// The most bytes of a line that is not text: names and decimal numbers.
const MAX_LINE: usize = 256;

/// How many opcodes of a kind a file may have: some always, and others for the bytes of its arrays.
struct Budget {
    always: usize,
    bytes_each: u64,
    most: usize,
}

impl Budget {
    fn allows(&self, count: usize, bytes: u64) -> bool {
        count <= self.always || count <= self.most && (count - self.always) as u64 <= bytes / self.bytes_each
    }
}

/// A reader of a pickle that checks each opcode before it passes it on, and streams payloads through unbuffered.
///
/// It changes the stream in three ways:
///
/// - `BUILD` becomes `TUPLE2`. For `BUILD`, serde-pickle replaces an object by its state, and so loses the number type
///   of an array, or the array itself. A pair keeps both.
/// - Large objects are not stored in the memo. serde-pickle copies what it fetches from the memo, and moves what it
///   never stored: pixels are in memory only once, and no file can multiply them.
/// - Strings of protocol 0 become those of protocol 1, without escapes.
pub struct Guard<R> {
    inner: R,
    /// An opcode that has been checked, with its argument.
    checked: Vec<u8>,
    /// How many bytes of `checked` have been passed on.
    passed_on: usize,
    /// Bytes of the payload that are still to be passed on.
    payload: u64,
    position: u64,
    opcodes: usize,
    marks: usize,
    abstract_stack: AbstractStack,
    ended: bool,
    error: Option<PickleError>,
}

impl<R: BufRead> Guard<R> {
    /// Guards a decompressed pickle.
    pub fn new(inner: R) -> Self {
        Guard {
            inner,
            checked: Vec::with_capacity(MAX_LINE),
            passed_on: 0,
            payload: 0,
            position: 0,
            opcodes: 0,
            marks: 0,
            abstract_stack: AbstractStack::default(),
            ended: false,
            error: None,
        }
    }

    /// The error with which the guard stopped the reading, if it did.
    pub fn into_error(self) -> Option<PickleError> {
        self.error
    }

    /// Passes on bytes that have been checked, after it has checked the next opcode if there are none.
    fn read_checked(&mut self, buffer: &mut [u8]) -> Result<usize, PickleError> {
        while self.passed_on == self.checked.len() && self.payload == 0 {
            if self.ended {
                return Ok(0);
            }
            self.check_opcode()?;
        }
        let ready = &self.checked[self.passed_on..];
        if !ready.is_empty() {
            let n = ready.len().min(buffer.len());
            buffer[..n].copy_from_slice(&ready[..n]);
            self.passed_on += n;
            return Ok(n);
        }
        let max = buffer.len().min(usize::try_from(self.payload).unwrap_or(usize::MAX));
        let n = self.inner.read(&mut buffer[..max]).map_err(PickleError::Io)?;
        if n == 0 && max > 0 {
            return Err(PickleError::Truncated);
        }
        self.payload -= n as u64;
        Ok(n)
    }

    /// Reads one opcode with its argument, but not the payload, and checks it.
    fn check_opcode(&mut self) -> Result<(), PickleError> {
        self.checked.clear();
        self.passed_on = 0;
        self.copy(1)?;
        let opcode = self.checked[0];
        if self.opcodes == 0 && !begins_a_pickle(opcode) {
            return Err(PickleError::NotAPickle);
        }
        self.opcodes += 1;
        let (argument, effect) = opcode::lookup(opcode).ok_or(Refusal::Unsupported)?;
        if !OPCODES.allows(self.opcodes, self.position) {
            return Err(Refusal::TooMany.into());
        }
        match argument {
            Argument::Bytes(n) => self.copy(n)?,
            Argument::Lines(n) => (0..n).try_for_each(|_| self.copy_line())?,
            Argument::Payload(n) => {
                self.copy(n)?;
                self.payload = little_endian(&self.checked[1..]);
                self.advance(self.payload)?;
            }
            Argument::Text(quoting) => self.copy_text(quoting)?,
        }
        self.apply(effect)
    }

    /// Applies the effect of the opcode to the abstract stack, and replaces the opcode where serde-pickle needs
    /// another.
    fn apply(&mut self, effect: Effect) -> Result<(), PickleError> {
        match effect {
            Effect::Nothing => {}
            Effect::Stop => {
                self.abstract_stack.stop()?;
                self.expect_end()?;
                self.ended = true;
            }
            Effect::Mark => {
                self.marks += 1;
                if !MARKS.allows(self.marks, self.position) {
                    return Err(Refusal::TooMany.into());
                }
                self.abstract_stack.mark()?;
            }
            Effect::Push(kind) => self.abstract_stack.push(kind, self.payload + self.checked.len() as u64),
            Effect::Join(items, kind) => self.abstract_stack.join(items, kind)?,
            Effect::Add(items, kind) => self.abstract_stack.add(items, kind)?,
            Effect::Name => self.abstract_stack.name()?,
            Effect::Call => self.abstract_stack.call()?,
            Effect::Build => {
                self.abstract_stack.build()?;
                self.checked[0] = TUPLE2;
            }
            Effect::Store => self.store()?,
            Effect::Fetch => self.fetch()?,
        }
        Ok(())
    }

    /// Stores an object under an explicit number, or removes the opcode if the object may not be copied.
    fn store(&mut self) -> Result<(), PickleError> {
        let number = self.number()?;
        self.checked.clear();
        if self.abstract_stack.store(number)? {
            self.checked.push(LONG_BINPUT);
            self.checked.extend(number.to_le_bytes());
        }
        Ok(())
    }

    /// Fetches an object. serde-pickle counts how often it is used, but forgets that each use is one of its parts, too:
    /// they are fetched as well, and dropped.
    fn fetch(&mut self) -> Result<(), PickleError> {
        let number = self.number()?;
        let parts = self.abstract_stack.fetch(number)?;
        for part in parts.into_iter().filter(|&part| part != number) {
            self.checked.push(LONG_BINGET);
            self.checked.extend(part.to_le_bytes());
            self.checked.push(POP);
        }
        Ok(())
    }

    /// The number of the memo that the opcode refers to.
    fn number(&self) -> Result<u32, PickleError> {
        let argument = &self.checked[1..];
        match self.checked[0] {
            MEMOIZE => Ok(self.abstract_stack.next_number()),
            PUT | GET => {
                let digits = str::from_utf8(argument).unwrap_or_default().trim_end();
                digits.parse().map_err(|_| Refusal::Damaged.into())
            }
            _ => Ok(little_endian(argument) as u32),
        }
    }

    /// Copies `n` bytes, which must be few.
    fn copy(&mut self, n: usize) -> Result<(), PickleError> {
        self.advance(n as u64)?;
        let read =
            self.inner.by_ref().take(n as u64).read_to_end(&mut self.checked).map_err(PickleError::Io)?;
        if read == n { Ok(()) } else { Err(PickleError::Truncated) }
    }

    /// Copies the rest of a line with its end.
    fn copy_line(&mut self) -> Result<(), PickleError> {
        let old = self.checked.len();
        let mut bounded = self.inner.by_ref().take(MAX_LINE as u64);
        bounded.read_until(b'\n', &mut self.checked).map_err(PickleError::Io)?;
        let length = self.checked.len() - old;
        self.advance(length as u64)?;
        match self.checked.last() {
            Some(b'\n') => Ok(()),
            _ if length == MAX_LINE => Err(Refusal::Unsupported.into()),
            _ => Err(PickleError::Truncated),
        }
    }

    /// Copies the text of a line without its escapes and its quotes, as an opcode with a length.
    fn copy_text(&mut self, quoting: Quoting) -> Result<(), PickleError> {
        const START: usize = 5; // of the text, after the opcode and the length
        self.checked.resize(START, 0);
        let mut unescaper = Unescaper::new(quoting);
        loop {
            let piece = self.inner.fill_buf().map_err(PickleError::Io)?;
            let end = piece.iter().position(|&byte| byte == b'\n');
            let old = self.checked.len();
            unescaper.decode(&piece[..end.unwrap_or(piece.len())], &mut self.checked)?;
            let read = end.map_or(piece.len(), |end| end + 1);
            if read == 0 {
                return Err(PickleError::Truncated);
            }
            self.inner.consume(read);
            self.advance((self.checked.len() - old) as u64)?;
            if end.is_some() {
                break;
            }
        }
        unescaper.end()?;
        self.checked[0] = match quoting {
            Quoting::Latin1 => BINUNICODE,
            Quoting::Bytes => {
                let [quote @ (b'\'' | b'"'), .., last] = self.checked[START..] else {
                    return Err(Refusal::Damaged.into());
                };
                if quote != last {
                    return Err(Refusal::Damaged.into());
                }
                self.checked.pop();
                self.checked.remove(START);
                BINSTRING
            }
        };
        let length = (self.checked.len() - START) as u32; // at most MAX_BYTES
        self.checked[1..START].copy_from_slice(&length.to_le_bytes());
        Ok(())
    }

    /// Counts bytes of the decompressed file.
    fn advance(&mut self, n: u64) -> Result<(), PickleError> {
        self.position = self.position.saturating_add(n);
        if self.position > MAX_BYTES { Err(PickleError::TooLarge { max: MAX_BYTES }) } else { Ok(()) }
    }

    /// Checks that the file ends here, which also makes gzip verify its checksum.
    fn expect_end(&mut self) -> Result<(), PickleError> {
        if self.inner.fill_buf().map_err(PickleError::Io)?.is_empty() {
            Ok(())
        } else {
            Err(PickleError::TrailingData)
        }
    }
}

impl<R: BufRead> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.error.is_none() {
            match self.read_checked(buffer) {
                Ok(n) => return Ok(n),
                Err(error) => self.error = Some(error),
            }
        }
        Err(io::Error::other("refused by the guard"))
    }
}

/// Whether a pickle can begin with this opcode: `PROTO` since protocol 2, before that a tuple, list or dict.
fn begins_a_pickle(opcode: u8) -> bool {
    matches!(opcode, 0x80 | b'(' | b']' | b'}')
}

fn little_endian(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |sum, &byte| sum << 8 | u64::from(byte))
}
