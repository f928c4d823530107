//! Stands between a file that anybody may have made and serde-pickle, which trusts what it reads.

use std::io::{self, BufRead, Read};

use super::Fault;
use super::abstract_stack::{AbstractStack, Refusal};
use super::opcode::{self, Argument, Effect, GET, LONG_BINPUT, MEMOIZE, PUT, TUPLE2};

/// The most a file may unpack to: MNIST as float64 takes 440 MB.
const MOST_BYTES: u64 = 512 << 20;

/// Opcodes of a file: MNIST takes 200, or 70,000 more when its labels are lists.
const MOST_OPCODES: usize = 200_000;

/// Marks of a file: a list of labels has one for each thousand. What a mark begins takes four kilobytes behind it.
const MOST_MARKS: usize = 2_000;

/// Length of a line: names and decimal numbers. Only protocol 0 writes more, as escaped text.
const LONGEST_LINE: usize = 256;

/// Reads a pickle, checks each opcode before it hands it on, and never holds a payload.
///
/// It changes the stream in two ways, each of which the reader behind it needs:
///
/// - `BUILD` becomes `TUPLE2`. serde-pickle replaces an object by its contents and so forgets the type of an
///   array's numbers, or all of the array; as a pair both stay.
/// - Storing what is heavy is left out. What the memo keeps is copied when it is used, and what it does not keep
///   is moved: so pixels are in memory once, and no file can multiply them.
pub struct Guard<R> {
    inner: R,
    /// Checked bytes, from `handed_on` on still to be handed on.
    checked: Vec<u8>,
    handed_on: usize,
    /// Bytes of a checked length that may pass unseen.
    payload: u64,
    position: u64,
    opcodes: usize,
    marks: usize,
    abstract_stack: AbstractStack,
    ended: bool,
    fault: Option<Fault>,
}

impl<R: BufRead> Guard<R> {
    /// Guards a stream of unpacked pickle.
    pub fn new(inner: R) -> Self {
        Guard {
            inner,
            checked: Vec::with_capacity(LONGEST_LINE),
            handed_on: 0,
            payload: 0,
            position: 0,
            opcodes: 0,
            marks: 0,
            abstract_stack: AbstractStack::default(),
            ended: false,
            fault: None,
        }
    }

    /// What stopped the reading, if this guard did.
    pub fn into_fault(self) -> Option<Fault> {
        self.fault
    }

    /// Hands on bytes that were checked, or checks the next opcode first.
    fn workspace(&mut self, buffer: &mut [u8]) -> Result<usize, Fault> {
        while self.handed_on == self.checked.len() && self.payload == 0 {
            if self.ended {
                return Ok(0);
            }
            self.check_opcode()?;
        }
        let ready = &self.checked[self.handed_on..];
        if !ready.is_empty() {
            let n = ready.len().min(buffer.len());
            buffer[..n].copy_from_slice(&ready[..n]);
            self.handed_on += n;
            return Ok(n);
        }
        let most = buffer.len().min(usize::try_from(self.payload).unwrap_or(usize::MAX));
        let n = self.inner.read(&mut buffer[..most]).map_err(Fault::Input)?;
        if n == 0 && most > 0 {
            return Err(Fault::Truncated);
        }
        self.payload -= n as u64;
        Ok(n)
    }

    /// Reads one opcode with what follows it, but for a payload, and lets it pass or not.
    fn check_opcode(&mut self) -> Result<(), Fault> {
        self.checked.clear();
        self.handed_on = 0;
        self.copy(1)?;
        let opcode = self.checked[0];
        if self.opcodes == 0 && !begins_a_pickle(opcode) {
            return Err(Fault::NoPickle);
        }
        self.opcodes += 1;
        let (argument, effect) = opcode::meaning(opcode).ok_or(Refusal::Foreign)?;
        if self.opcodes > MOST_OPCODES {
            return Err(Refusal::Foreign.into());
        }
        match argument {
            Argument::Bytes(n) => self.copy(n)?,
            Argument::Lines(n) => (0..n).try_for_each(|_| self.copy_line())?,
            Argument::Payload(n) => {
                self.copy(n)?;
                self.payload = little_endian(&self.checked[1..]);
                self.advance(self.payload)?;
            }
        }
        self.apply(effect)
    }

    /// Enters the effect of the opcode in the ledger, and changes the opcode where the reader needs another.
    fn apply(&mut self, effect: Effect) -> Result<(), Fault> {
        match effect {
            Effect::Nothing => {}
            Effect::Stop => {
                self.abstract_stack.stop()?;
                self.expect_end()?;
                self.ended = true;
            }
            Effect::Mark => {
                self.marks += 1;
                if self.marks > MOST_MARKS {
                    return Err(Refusal::Foreign.into());
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
            Effect::Fetch => self.abstract_stack.fetch(self.number()?)?,
        }
        Ok(())
    }

    /// Lets an object be stored, under a number that is spelled out, or leaves that out if it is heavy.
    fn store(&mut self) -> Result<(), Fault> {
        let number = self.number()?;
        self.checked.clear();
        if self.abstract_stack.store(number)? {
            self.checked.push(LONG_BINPUT);
            self.checked.extend(number.to_le_bytes());
        }
        Ok(())
    }

    /// The number that an opcode of the memo means.
    fn number(&self) -> Result<u32, Fault> {
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

    /// Takes so many bytes, which must be few.
    fn copy(&mut self, n: usize) -> Result<(), Fault> {
        self.advance(n as u64)?;
        let read = self.inner.by_ref().take(n as u64).read_to_end(&mut self.checked).map_err(Fault::Input)?;
        if read == n { Ok(()) } else { Err(Fault::Truncated) }
    }

    /// Takes the rest of a line with its end.
    fn copy_line(&mut self) -> Result<(), Fault> {
        let old = self.checked.len();
        let mut bounded = self.inner.by_ref().take(LONGEST_LINE as u64);
        bounded.read_until(b'\n', &mut self.checked).map_err(Fault::Input)?;
        let length = self.checked.len() - old;
        self.advance(length as u64)?;
        match self.checked.last() {
            Some(b'\n') => Ok(()),
            _ if length == LONGEST_LINE => Err(Fault::TextProtocol),
            _ => Err(Fault::Truncated),
        }
    }

    /// Counts bytes of the unpacked file.
    fn advance(&mut self, n: u64) -> Result<(), Fault> {
        self.position = self.position.saturating_add(n);
        if self.position > MOST_BYTES { Err(Fault::TooLarge { most: MOST_BYTES }) } else { Ok(()) }
    }

    /// Looks behind the end, which also lets gzip compare its check sum.
    fn expect_end(&mut self) -> Result<(), Fault> {
        if self.inner.fill_buf().map_err(Fault::Input)?.is_empty() { Ok(()) } else { Err(Fault::GoesOn) }
    }
}

impl<R: BufRead> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.fault.is_none() {
            match self.workspace(buffer) {
                Ok(n) => return Ok(n),
                Err(fault) => self.fault = Some(fault),
            }
        }
        Err(io::Error::other("refused by the guard"))
    }
}

/// Protocol 2 and later begin with `PROTO`, the earlier ones with the tuple, list or dict that they hold.
fn begins_a_pickle(opcode: u8) -> bool {
    matches!(opcode, 0x80 | b'(' | b']' | b'}')
}

fn little_endian(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |sum, &byte| sum << 8 | u64::from(byte))
}
